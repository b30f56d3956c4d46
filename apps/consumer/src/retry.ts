import pRetry from 'p-retry';

export interface RetryOptions {
  /** Ends the retries. */
  readonly signal: AbortSignal;
  /** Hears of each failure after which there will be another attempt. */
  readonly onFailure: (error: Error, attempt: number) => void;
}

const FIRST_PAUSE_MS = 50;
/** Something that is away is tried at least this often, so that work goes on soon after it is back. */
const LONGEST_PAUSE_MS = 2_000;

/**
 * Tries until it works: for ever, with pauses that grow and differ at random.
 *
 * @throws when `signal` aborts
 */
export async function retryForever<T>(
  attempt: () => Promise<T>,
  { signal, onFailure }: RetryOptions,
): Promise<T> {
  return pRetry(() => attempt().catch(rethrow), {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: FIRST_PAUSE_MS,
    maxTimeout: LONGEST_PAUSE_MS,
    randomize: true,
    signal,
    onFailedAttempt: ({ error, attemptNumber }) => onFailure(error, attemptNumber),
  });
}

/** p-retry takes a TypeError for a mistake in the program and gives up. Nothing may be given up here. */
function rethrow(error: unknown): never {
  throw error instanceof TypeError ? new Error(error.message, { cause: error }) : error;
}
