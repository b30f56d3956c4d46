const TIMEOUT_MS = 4_500;

export interface RankingDeadline {
  /** Milliseconds for all of its statements together, waiting for connections included. Default: 4,500. */
  readonly timeoutMs?: number;
  /** Ends it earlier, also during a statement. */
  readonly signal?: AbortSignal;
}

/** A ranked list took longer than it may. */
export class RankingTimeout extends Error {
  override readonly name = 'RankingTimeout';
  readonly code = 'RANKING_TIMEOUT';
}

/**
 * Gives all statements of a ranked list one deadline, so that one that begins late gets less time.
 *
 * @param rank hands the signal on to each of its statements
 * @throws {RankingTimeout}; the reason of the caller's `signal`; what `rank` throws
 */
export async function withinDeadline<T>(
  { timeoutMs = TIMEOUT_MS, signal }: RankingDeadline,
  rank: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const end = () => deadline.abort(new RankingTimeout(`no ranked list within ${timeoutMs} ms`));
  const timer = setTimeout(end, timeoutMs);
  try {
    return await rank(signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}
