import type { WeakSetting } from '@post-views/db';
import { collectDefaultMetrics, Registry } from '@prometheus-io/client';
import { batchMetrics } from './metrics/batch-metrics.ts';
import { brokerMetrics } from './metrics/broker-metrics.ts';
import { counterMetrics } from './metrics/counter-metrics.ts';
import { databaseMetrics } from './metrics/database-metrics.ts';
import { deadLetterMetrics } from './metrics/dead-letter-metrics.ts';
import { eventMetrics } from './metrics/event-metrics.ts';
import { type InFlight, messageMetrics } from './metrics/message-metrics.ts';
import { partitionMetrics } from './metrics/partition-metrics.ts';

/** What the consumer tells Prometheus, in the words of the pipeline; docs/metrics.md says when to look. */
export type Metrics = ReturnType<typeof createMetrics>;

/**
 * All values of labels that are known begin at 0: a series that is not there yet has no rate, and an alert on
 * it would miss the first of its events.
 *
 * @param weakSettings of the database; `undefined` before they are known
 */
export function createMetrics(
  inFlight: () => InFlight,
  weakSettings: () => readonly WeakSetting[] | undefined,
) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const events = eventMetrics(registry);
  const batches = batchMetrics(registry);
  databaseMetrics(registry, weakSettings);
  return {
    registry,
    ...events,
    ...batches,
    ...messageMetrics(registry, inFlight),
    ...brokerMetrics(registry),
    ...deadLetterMetrics(registry, inFlight),
    ...partitionMetrics(registry),
    ...counterMetrics(registry),
    written({
      recorded,
      duplicates,
      seconds,
    }: {
      recorded: number;
      duplicates: number;
      seconds: number;
    }) {
      events.counted(recorded, duplicates);
      batches.batchWritten(recorded + duplicates, seconds);
    },
  };
}
