import { type BatchTrace, batches, failedAttempts } from '@post-views/service';
import type { Received } from './receive.ts';

/**
 * Writes a batch, and tells whoever traces it when that begins, fails and ends.
 *
 * @param write is given what it tells of each attempt that has failed and is followed by another
 */
export function traceBatch<T>(
  batch: readonly Received[],
  queue: string,
  write: (attemptFailed: (why: string) => void) => Promise<T>,
): Promise<T> {
  if (!batches.hasSubscribers) return write(() => undefined);
  const trace: BatchTrace = {
    queue,
    messages: batch.length,
    events: batch.reduce((sum, { events }) => sum + events.length, 0),
    parents: batch.flatMap(({ delivery }) => delivery.traceparent ?? []),
  };
  const attemptFailed = (why: string) => failedAttempts.publish({ batch: trace, why });
  return batches.tracePromise(() => write(attemptFailed), trace);
}
