import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { Admission } from './reads/admission.ts';
import type { ReadOutcome } from './reads/read-cache.ts';

/** What the API tells Prometheus; docs/metrics.md says when to look. */
export type Metrics = ReturnType<typeof createMetrics>;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const OUTCOMES: readonly ReadOutcome[] = [
  'fresh',
  'revalidating',
  'coalesced',
  'loaded',
  'stale',
  'failed',
];
/** Of answers that the HTTP parser gives, before there is a request. */
const PARSER_STATUSES = [400, 408, 417, 431] as const;
export type ParserStatus = (typeof PARSER_STATUSES)[number];

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'analytics_request_duration_seconds',
    help: 'From when a request came until its answer was sent',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  const reads = new Counter({
    name: 'analytics_reads_total',
    help: 'Answers by cache outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of OUTCOMES) reads.inc({ outcome }, 0);
  const rejected = new Counter({
    name: 'analytics_rejected_requests_total',
    help: 'Requests that the HTTP parser has answered, which are in no other metric',
    labelNames: ['status'],
    registers: [registry],
  });
  for (const status of PARSER_STATUSES) rejected.inc({ status: String(status) }, 0);
  return {
    registry,
    /** @param route as it is written in the code, so that there are few of them */
    answered(route: string, status: number, seconds: number): void {
      requests.observe({ route, status: String(status) }, seconds);
    },
    read(outcome: ReadOutcome): void {
      reads.inc({ outcome });
    },
    /** What came was no request, or not in time. */
    rejected(status: ParserStatus): void {
      rejected.inc({ status: String(status) });
    },
    observeAdmission(admission: Pick<Admission, 'inFlight' | 'waiting'>): void {
      new Gauge({
        name: 'analytics_requests_in_flight',
        help: 'Readings that requests wait for',
        registers: [registry],
        collect() {
          this.set(admission.inFlight);
        },
      });
      new Gauge({
        name: 'analytics_requests_waiting',
        help: 'Readings that wait for a place among those in flight',
        registers: [registry],
        collect() {
          this.set(admission.waiting);
        },
      });
    },
  };
}
