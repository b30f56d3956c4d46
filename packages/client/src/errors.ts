import type { components } from './paths.ts';

/** Problem details of the API (RFC 9457). */
export type Problem = components['schemas']['Problem'];

export interface FieldError {
  /** By its name in the request: `limit`, `post_uuids.3`. */
  readonly field: string;
  readonly detail: string;
}

export interface ApiErrorOptions {
  readonly status: number;
  readonly problem?: Problem | undefined;
  /** What is wrong, where there are no problem details. */
  readonly detail: string;
  readonly retryAfterMs?: number | undefined;
}

/** The API, or a proxy before it, has answered something else than asked for: the request is wrong or refused, or the API is unavailable. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code = 'API_ERROR';

  readonly status: number;
  /** The body of the answer; `undefined` if it was not the API that answered. */
  readonly problem: Problem | undefined;
  /** For a 400, what is wrong with which field; empty otherwise. */
  readonly fieldErrors: readonly FieldError[];
  /** How long to wait before a retry, if the API says so (`Retry-After`). */
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

/** There was no answer in time, over all attempts. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'TIMEOUT';
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`);
    this.timeoutMs = timeoutMs;
  }
}

/** There was no answer, or not all of it; `cause` says why. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code = 'NETWORK_ERROR';

  constructor(cause: unknown) {
    super('no complete answer', { cause });
  }
}
