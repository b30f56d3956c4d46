import { createMetrics } from '../src/metrics.ts';

/** The metrics of a consumer that has nothing at hand. */
export function idleMetrics() {
  return createMetrics(
    () => ({ messages: 0, bodyBytes: 0, deadLetters: 0, held: 0 }),
    () => [],
  );
}
