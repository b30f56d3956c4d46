import createFetchClient from 'openapi-fetch';
import { startDeadline } from './deadline.ts';
import { fetchAnswer } from './fetch-answer.ts';
import type { Settings } from './options.ts';
import type { paths } from './paths.ts';
import { withRetries } from './retry.ts';
import { RetryBudget } from './retry-budget.ts';

const KEY_HEADER = 'X-Internal-Api-Key';
const JSON_TYPE = 'application/json';

/** Options of one call. */
export interface CallOptions {
  /** Ends the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

type Http = ReturnType<typeof createFetchClient<paths, typeof JSON_TYPE>>;
/** Asks once. To be given `signal` with its request. */
type Ask<T> = (http: Http, signal: AbortSignal) => Promise<{ data?: T }>;
/** Asks, and retries as far as `retries`, the budget and the deadline allow. */
export type Call = <T>(ask: Ask<T>, options: CallOptions | undefined) => Promise<T>;

/** How every request is made: with the key, by a deadline, and retried if that may help. */
export function createCall(options: Settings): Call {
  const { baseUrl, apiKey, timeoutMs, retries, fetch } = options;
  const http = createFetchClient<paths, typeof JSON_TYPE>({
    baseUrl,
    headers: { [KEY_HEADER]: apiKey, accept: JSON_TYPE },
    // The key goes nowhere else, wherever an answer points.
    redirect: 'manual',
    // Next.js would keep answers, up to for ever, and may make a static page of them.
    cache: 'no-store',
    fetch: (request) => fetchAnswer(fetch, request),
  });
  const budget = new RetryBudget();
  return async (ask, { signal } = {}) => {
    const deadline = startDeadline(timeoutMs, signal);
    const attempt = async () => {
      const { data } = await ask(http, deadline.signal);
      if (data === undefined) throw new Error('the answer is empty');
      return data;
    };
    try {
      return await withRetries(attempt, { retries, budget, deadline });
    } finally {
      deadline.end();
    }
  };
}
