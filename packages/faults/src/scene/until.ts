import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/**
 * Looks again and again until something is so. A look that fails has not seen it: what is looked at may be away.
 *
 * @throws when that takes longer than `limitMs`, with what the last look has failed with, and when `signal` aborts
 */
export async function until(
  isSo: () => Promise<boolean>,
  limitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  let failure: unknown;
  for (;;) {
    try {
      if (await isSo()) return;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadline) {
      const last = failure instanceof Error ? `: ${failure.message}` : '';
      throw new Error(`not so after ${limitMs / 1000} s${last}`, { cause: failure });
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

/**
 * Waits until nothing is missing any more.
 *
 * @throws when it has not become less for `standstillMs`, and when `signal` aborts
 */
export async function untilNone(
  missing: () => Promise<number>,
  standstillMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (let last = Number.POSITIVE_INFINITY; last > 0; ) {
    const before = last;
    const less = async () => {
      last = await missing();
      return last < before;
    };
    await until(less, standstillMs, signal);
  }
}

/**
 * Does not wait for ever for what somebody else has to do.
 *
 * @throws as `work` does, and when it takes longer than `limitMs`
 */
export async function inTime<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  const tooLate = sleep(limitMs, undefined, { ref: false }).then(() => {
    throw new Error(`${what}: not within ${limitMs / 1000} s`);
  });
  return Promise.race([work, tooLate]);
}
