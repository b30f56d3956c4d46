import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { ReadOutcome } from './reads/read-cache.ts';

/** What the API tells Prometheus; docs/metrics.md says when to look. */
export type Metrics = ReturnType<typeof createMetrics>;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const OUTCOMES: readonly ReadOutcome[] = ['fresh', 'ageing', 'joined', 'loaded', 'stale', 'failed'];

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'analytics_request_seconds',
    help: 'From when a request came until its answer was sent',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  const reads = new Counter({
    name: 'analytics_reads_total',
    help: 'Answers, by what they came about',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of OUTCOMES) reads.inc({ outcome }, 0);
  return {
    registry,
    /** @param route as it is written in the code, so that there are few of them */
    answered(route: string, status: number, seconds: number): void {
      requests.observe({ route, status: String(status) }, seconds);
    },
    read(outcome: ReadOutcome): void {
      reads.inc({ outcome });
    },
    /** @param atWork requests that are being worked on */
    watchRequests(atWork: () => number): void {
      new Gauge({
        name: 'analytics_requests_at_work',
        help: 'Requests that are being worked on',
        registers: [registry],
        collect() {
          this.set(atWork());
        },
      });
    },
  };
}
