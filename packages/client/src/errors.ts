import type { components } from './paths.ts';

/** What the API says about a request that it does not answer, as RFC 9457 has it. */
export type Problem = components['schemas']['Problem'];

export interface FieldError {
  /** As it is called in the request: `limit`, `post_uuids.3`. */
  readonly field: string;
  readonly detail: string;
}

export interface ApiErrorOptions {
  readonly status: number;
  readonly problem?: Problem | undefined;
  /** What is wrong, where there is no problem that says so. */
  readonly detail: string;
  readonly retryAfterMs?: number | undefined;
}

/** There is an answer, but not the one that was asked for: the request is wrong or refused, or the API can't answer now. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code = 'API_ERROR';

  readonly status: number;
  /** The body of the answer; `undefined` if something else than the API has answered. */
  readonly problem: Problem | undefined;
  /** For a 400, what is wrong with which field; empty otherwise. */
  readonly fieldErrors: readonly FieldError[];
  /** How long the API asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor({ status, problem, detail, retryAfterMs }: ApiErrorOptions) {
    const why = problem?.detail ?? problem?.title ?? detail;
    super(`the answer is ${status}${why ? `: ${why}` : ''}`);
    this.status = status;
    this.problem = problem;
    this.fieldErrors = problem?.errors ?? [];
    this.retryAfterMs = retryAfterMs;
  }
}

/** There was no answer in time, all attempts together. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'TIMEOUT';
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`);
    this.timeoutMs = timeoutMs;
  }
}

/** There was no answer: the connection could not be made, or was lost. `cause` is what `fetch` says. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code = 'NETWORK_ERROR';

  constructor(cause: unknown) {
    super('no answer: the connection could not be made, or was lost', { cause });
  }
}
