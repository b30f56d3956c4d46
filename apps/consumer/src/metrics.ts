import type { OptionalField, RejectionReason } from '@post-views/event';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';

/** What the consumer tells Prometheus, in the words of the pipeline. */
export interface Metrics {
  readonly registry: Registry;
  written(batch: { recorded: number; duplicates: number; seconds: number }): void;
  writeFailed(code: string): void;
  rejected(reason: RejectionReason): void;
  mended(field: OptionalField): void;
  redelivered(): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const events = new Counter({
    name: 'analytics_events_total',
    help: 'Events taken from the queue, by what became of them',
    labelNames: ['result'],
    registers,
  });
  const rejected = new Counter({
    name: 'analytics_rejected_events_total',
    help: 'Events that went to the dead-letter queue, by reason',
    labelNames: ['reason'],
    registers,
  });
  const mended = new Counter({
    name: 'analytics_mended_fields_total',
    help: 'Bad optional fields that were mended, by field',
    labelNames: ['field'],
    registers,
  });
  const redelivered = new Counter({
    name: 'analytics_redelivered_messages_total',
    help: 'Messages that the broker delivered again',
    registers,
  });
  const writeFailures = new Counter({
    name: 'analytics_write_failures_total',
    help: 'Attempts to write a batch that failed and were tried again, by error code',
    labelNames: ['code'],
    registers,
  });
  const batchEvents = new Histogram({
    name: 'analytics_batch_events',
    help: 'Events of a batch',
    buckets: [1, 10, 50, 100, 250, 500, 1000, 2000, 5000, 10_000],
    registers,
  });
  const batchSeconds = new Histogram({
    name: 'analytics_batch_write_seconds',
    help: 'Time from the first attempt to write a batch until it was committed',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers,
  });
  const lastCommit = new Gauge({
    name: 'analytics_last_commit_timestamp_seconds',
    help: 'When the last batch was committed, in Unix seconds',
    registers,
  });

  return {
    registry,
    written({ recorded, duplicates, seconds }) {
      events.inc({ result: 'counted' }, recorded);
      events.inc({ result: 'duplicate' }, duplicates);
      batchEvents.observe(recorded + duplicates);
      batchSeconds.observe(seconds);
      lastCommit.setToCurrentTime();
    },
    writeFailed: (code) => writeFailures.inc({ code }),
    rejected(reason) {
      events.inc({ result: 'rejected' });
      rejected.inc({ reason });
    },
    mended: (field) => mended.inc({ field }),
    redelivered: () => redelivered.inc(),
  };
}
