/** How waiting has ended. */
export type Outcome = 'done' | 'failed' | 'too late';

/**
 * Waits for `work` until it is done, has failed, or `limit` is up, whichever comes first; never throws. For
 * letting go of what may be dead already.
 *
 * @param limit milliseconds, or a signal that aborts
 */
export async function within(
  limit: number | AbortSignal,
  work: Promise<unknown>,
): Promise<Outcome> {
  const { promise: up, resolve } = Promise.withResolvers<Outcome>();
  const signal = typeof limit === 'number' ? AbortSignal.timeout(limit) : limit;
  if (signal.aborted) resolve('too late');
  signal.addEventListener('abort', () => resolve('too late'), { once: true });
  const worked = work.then(
    (): Outcome => 'done',
    (): Outcome => 'failed',
  );
  return Promise.race([up, worked]);
}
