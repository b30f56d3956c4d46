import { classifyError } from '@post-views/db';
import CircuitBreaker from 'opossum';

export interface BreakerOptions {
  /** Milliseconds after which a database that was away is asked again, by one statement. */
  readonly pauseMs: number;
}

const WINDOW_MS = 1_000;
/** Of the statements of a window. One that was cut off may be an accident of its connection. */
const MOST_FAILED_PERCENT = 10;
const OPEN = 'EOPENBREAKER';

/**
 * Spares callers the wait for a database that is known to be away: while it is, whatever asks it fails at once
 * ({@link isAway}).
 *
 * @see https://nodeshift.dev/opossum/ closed, open, half open
 */
export function createBreaker({
  pauseMs,
}: BreakerOptions): <T>(ask: () => Promise<T>) => Promise<T> {
  const breaker = new CircuitBreaker((ask: () => Promise<unknown>) => ask(), {
    timeout: false,
    resetTimeout: pauseMs,
    rollingCountTimeout: WINDOW_MS,
    rollingCountBuckets: 1,
    errorThresholdPercentage: MOST_FAILED_PERCENT,
    // True for what says nothing of other statements.
    errorFilter: (error) => !isLost(error),
  });
  return <T>(ask: () => Promise<T>) => breaker.fire(ask) as Promise<T>;
}

/** Whether a breaker has answered instead of the database. */
export function isAway(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === OPEN;
}

/** The connection is gone, or there was none. */
function isLost(error: unknown): boolean {
  const { kind, replaceConnection } = classifyError(error);
  return kind === 'retry' && replaceConnection === true;
}
