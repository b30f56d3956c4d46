import { quantile } from '../measure/statistics.ts';
import type { LoadResult, Quantiles } from './plan.ts';

/** How a request has ended. */
export interface Answer {
  /** The code of the error when there was none. */
  readonly status: number | string;
  readonly bytes: number;
  readonly hasRetryAfter: boolean;
}

/** Counts what falls into the part that is measured. Times are in milliseconds, of one clock. */
export interface Tally {
  /** @param at decides whether it counts */
  answered(answer: Answer, at: number): void;
  /**
   * An answer with 2xx, or all those of a group, took `ms`.
   *
   * @param at decides whether it counts
   */
  timed(at: number, ms: number): void;
  /** Somebody sees at `now` that a request is due. */
  seen(due: number, now: number): void;
  unsent(due: number): void;
  result(cpuSeconds: number): LoadResult;
}

export function createTally(from: number, seconds: number): Tally {
  const upTo = from + seconds * 1000;
  const counts = (at: number) => at >= from && at < upTo;
  const statuses = new Map<number | string, number>();
  const times: number[] = [];
  const late: number[] = [];
  let [requests, successes, unsent, shedWithoutRetryAfter, bytes] = [0, 0, 0, 0, 0];

  return {
    answered({ status, bytes: length, hasRetryAfter }, at) {
      if (!counts(at)) return;
      requests += 1;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 503 && !hasRetryAfter) shedWithoutRetryAfter += 1;
      if (!isSuccess(status)) return;
      successes += 1;
      bytes += length;
    },
    timed(at, ms) {
      if (counts(at)) times.push(ms);
    },
    seen(due, now) {
      if (counts(due)) late.push(now - due);
    },
    unsent(due) {
      if (!counts(due)) return;
      requests += 1;
      unsent += 1;
    },
    result: (cpuSeconds) => ({
      seconds,
      requests,
      statuses: Object.fromEntries(statuses),
      unsent,
      shedWithoutRetryAfter,
      answeredPerSecond: successes / seconds,
      ms: quantilesOf(times),
      lateMs: quantilesOf(late),
      bytes: successes > 0 ? bytes / successes : 0,
      cpuSeconds,
    }),
  };
}

export function isSuccess(status: number | string): boolean {
  return typeof status === 'number' && status >= 200 && status < 300;
}

function quantilesOf(values: readonly number[]): Quantiles | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const [p50 = 0, p95 = 0, p99 = 0, max = 0] = [0.5, 0.95, 0.99, 1].map((share) =>
    quantile(sorted, share),
  );
  return { p50, p95, p99, max };
}
