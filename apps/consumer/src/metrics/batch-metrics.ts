import { WRITE_ERROR_CODES } from '@post-views/db';
import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';

/** How the batches are written. */
export function batchMetrics(registry: Registry) {
  const registers = [registry];
  const failures = new Counter({
    name: 'analytics_write_failures_total',
    help: 'Attempts to write a batch that failed and were tried again, by error code',
    labelNames: ['code'],
    registers,
  });
  const events = new Histogram({
    name: 'analytics_batch_events',
    help: 'Events of a batch',
    buckets: [1, 10, 50, 100, 250, 500, 1000, 2000, 5000, 10_000],
    registers,
  });
  const duration = new Histogram({
    name: 'analytics_batch_write_seconds',
    help: 'Time from the first attempt to write a batch until it was committed',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers,
  });
  const lastCommit = new Gauge({
    name: 'analytics_last_commit_timestamp_seconds',
    help: 'When the last batch was committed, in Unix seconds; 0 when none was yet',
    registers,
  });
  for (const code of WRITE_ERROR_CODES) failures.inc({ code }, 0);

  return {
    batchWritten(count: number, seconds: number) {
      events.observe(count);
      duration.observe(seconds);
      lastCommit.setToCurrentTime();
    },
    writeFailed(code: string) {
      failures.inc({ code });
    },
  };
}
