import { type Deadline, sleep } from './deadline.ts';
import { ApiError, NetworkError } from './errors.ts';
import type { RetryBudget } from './retry-budget.ts';

/**
 * The answers after which a retry may help: too many requests; the API's database is unavailable, or it has too much to do;
 * and what a proxy says when the API behind it starts, stops or is gone.
 */
const RETRIED: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** The longest wait before the second attempt; twice as long before each one after it. */
const FIRST_WAIT_MS = 200;

export interface RetryOptions {
  /** How many, at most. */
  readonly retries: number;
  /** Of all calls together. */
  readonly budget: RetryBudget;
  readonly deadline: Deadline;
}

/**
 * Attempts until there is an answer, as far as the options allow. All requests only read, so a retry does no harm when the
 * lost attempt was answered.
 *
 * @throws {ApiError | NetworkError} of the last attempt, at once when the wait before the next would outlast the deadline
 * @throws the reason of the deadline's signal, when that comes first
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { retries, budget, deadline }: RetryOptions,
): Promise<T> {
  budget.deposit();
  for (let failed = 0; ; failed++) {
    deadline.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (thrown) {
      deadline.signal.throwIfAborted();
      const error = thrown instanceof ApiError ? thrown : new NetworkError(thrown);
      if (failed === retries || !mayHelp(error)) throw error;
      const waitMs = waitAfter(error, failed);
      if (waitMs >= deadline.left() || !budget.withdraw()) throw error;
      await sleep(waitMs, deadline.signal);
    }
  }
}

/** Whether another attempt may end otherwise. */
function mayHelp(error: ApiError | NetworkError): boolean {
  return error instanceof NetworkError || RETRIED.has(error.status);
}

/**
 * Callers who were refused together must not come back together: any part of the wait is as likely as any other (full
 * jitter). Where the API says how long to wait, as much again is spread over.
 *
 * @returns milliseconds
 */
function waitAfter(error: ApiError | NetworkError, failed: number): number {
  const backoffMs = FIRST_WAIT_MS * 2 ** failed;
  const askedMs = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  return askedMs + Math.random() * Math.max(askedMs, backoffMs);
}
