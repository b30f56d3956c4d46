import type { Power } from '../servers.ts';
import type { Child } from './child.ts';

/**
 * Starts a server, in such a way that it can be killed and started again.
 *
 * @param spawn starts its process
 * @param answers resolves when the server does, with its version
 */
export async function startWithPower(
  spawn: () => Child,
  answers: (child: Child) => Promise<string>,
): Promise<{
  readonly version: string;
  readonly pid: number | undefined;
  readonly power: Power;
}> {
  let child = spawn();
  const { pid } = child;
  const version = await answers(child);
  return {
    version,
    pid,
    power: {
      kill: () => child.kill(),
      async start() {
        child = spawn();
        child.unref();
        await answers(child);
      },
      runs: async () => child.ended() === undefined,
    },
  };
}
