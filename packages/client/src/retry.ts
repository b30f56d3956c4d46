import { type Deadline, sleep } from './deadline.ts';
import { ApiError, NetworkError } from './errors.ts';

/**
 * The answers after which asking again may help: too many requests; the API can't ask its database, or has too much to do;
 * and what a proxy says when the API behind it starts, stops or is gone.
 */
const RETRIED: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** Before the second attempt, if nobody says how long; twice as long before each one after it. */
const FIRST_WAIT_MS = 100;
/** So that callers who were refused together don't come again together. */
const JITTER_MS = 200;

/**
 * Attempts until there is an answer: at most `retries` times more, and only as long as there is time. All requests only
 * read, so it does no harm when one that was lost was answered.
 *
 * @throws {ApiError | NetworkError} of the last attempt, at once when the wait before the next would take longer than there is time
 * @throws the reason of the deadline's signal, when that comes first
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  retries: number,
  deadline: Deadline,
): Promise<T> {
  for (let failed = 0; ; failed++) {
    deadline.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (thrown) {
      deadline.signal.throwIfAborted();
      const error = thrown instanceof ApiError ? thrown : new NetworkError(thrown);
      const waitMs = failed < retries ? waitAfter(error, failed) : undefined;
      if (waitMs === undefined || waitMs >= deadline.left()) throw error;
      await sleep(waitMs, deadline.signal);
    }
  }
}

/** @returns milliseconds; `undefined` when another attempt would end the same */
function waitAfter(error: ApiError | NetworkError, failed: number): number | undefined {
  if (error instanceof ApiError && !RETRIED.has(error.status)) return undefined;
  const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
  return (asked ?? FIRST_WAIT_MS * 2 ** failed) + Math.random() * JITTER_MS;
}
