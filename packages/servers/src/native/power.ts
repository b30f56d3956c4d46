import type { Power } from '../servers.ts';
import type { Child } from './child.ts';

/**
 * Starts a server, in such a way that it can be killed and started again.
 *
 * @param start resolves when the server answers
 */
export async function startWithPower<T extends { readonly child: Child }>(
  start: () => Promise<T>,
): Promise<{ readonly started: T; readonly power: Power }> {
  const started = await start();
  let { child } = started;
  return {
    started,
    power: {
      kill: () => child.kill(),
      async start() {
        ({ child } = await start());
        child.unref();
      },
    },
  };
}
