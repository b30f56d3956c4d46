import type { Requests } from '../workload/requests.ts';

/** What the load generator is told. Plain data. */
export interface LoadPlan {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requests: Requests;
  /** The number of requests that are on their way at most. */
  readonly connections: number;
  /**
   * Open loop: requests per second, each at its time, whatever becomes of those before it. Without it the loop
   * is closed: each connection asks again as soon as it is answered.
   */
  readonly rate?: number;
  /**
   * Open loop: requests that are due at the same time, as those of a page; the rate is that of the groups, and what is
   * timed is the last answer. Default: 1.
   */
  readonly group?: number;
  /** Open loop: the number that may wait for a free connection; those beyond are not sent, but counted. Default: none. */
  readonly waiting?: number;
  /** Not measured: connections are new, and code is not compiled yet, on both sides. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** What came of it. Open loop: of the requests that were due within the seconds; closed: of the answers in them. */
export interface LoadResult {
  readonly seconds: number;
  /** Requests that were due, or answered. */
  readonly requests: number;
  /** How many answers of each status, by number; what has no answer has the code of the error instead. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Never sent, since too many were on their way. */
  readonly unsent: number;
  /** 503 without `Retry-After`. */
  readonly shedWithoutRetryAfter: number;
  /** Those with 2xx. */
  readonly answeredPerSecond: number;
  /**
   * From when the request was due (open loop) or sent; of groups until the last answer. Only where all answers have 2xx;
   * `null` when there are none.
   */
  readonly ms: Quantiles | null;
  /** Open loop: how late the load generator was itself. It is part of the times. `null` when there was none due. */
  readonly lateMs: Quantiles | null;
  /** Mean length of a body of those with 2xx. */
  readonly bytes: number;
  /** CPU time of the load generator, in the seconds. */
  readonly cpuSeconds: number;
}

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}
