/**
 * Waits for `work` until it is done, has failed, or `limit` is up, whichever comes first: milliseconds, or
 * a signal's abort. For letting go of what may be dead already, where a failure is no news.
 */
export async function within(limit: number | AbortSignal, work: Promise<unknown>): Promise<void> {
  const { promise: up, resolve } = Promise.withResolvers<void>();
  const signal = typeof limit === 'number' ? AbortSignal.timeout(limit) : limit;
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await Promise.race([
    up,
    work.then(
      () => resolve(),
      () => resolve(),
    ),
  ]);
}
