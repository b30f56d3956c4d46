import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killGroup, type Watchdog } from '@post-views/servers';

export interface Spawned {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pid: number;
  /** Resolves with its exit code, or the signal that has ended it, when all of its output was read. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** The end of what it has written to standard error so far. */
  readonly errors: () => string;
  /** Asks it to end and waits until it has; kills it if it takes too long. */
  readonly stop: () => Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Where Node keeps what it has made of the sources: another process of the same needs half the time to start. */
export const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/node');
const STOP_TIMEOUT_MS = 30_000;
const KEPT_CHARACTERS = 4_000;

/**
 * Starts a script as a process of its own, in a process group of its own, so that Ctrl-C reaches it only
 * through us.
 *
 * @param args the script, from the root of the repository, and its arguments
 * @param env its whole environment, but for a place where Node keeps what it has compiled
 */
export function spawnScript(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  watchdog: Watchdog,
): Spawned {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    detached: true,
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${process.execPath} can not be started`);
  const group = { kind: 'process group', pid } as const;
  watchdog.watch(group);

  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-KEPT_CHARACTERS);
  });
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(([code, signal]) => {
    watchdog.forget(group);
    return code ?? signal;
  });
  return {
    child,
    pid,
    ended,
    errors: () => errors,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => void killGroup(pid), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
