import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Watched } from './orders.ts';

/** Removes what it was told to watch if this process dies without doing so itself, by SIGKILL even. */
export interface Watchdog {
  /** Call it before the thing exists, so that no moment is left uncovered. */
  watch(thing: Watched): void;
  /** Call it once the thing is gone: a process number may soon belong to somebody else. */
  forget(thing: Watched): void;
  /** Lets the watchdog end; it first removes what it still watches. */
  stop(): Promise<void>;
}

/**
 * Starts the watchdog: a small process of its own session (so no Ctrl-C reaches it) that reads orders from
 * a pipe. The pipe closes when this process is gone, however it went; that is the signal to clean up.
 */
export function startWatchdog(): Watchdog {
  const script = fileURLToPath(new URL('./watchdog-main.ts', import.meta.url));
  const child = spawn(process.execPath, [script], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // A watchdog that is gone must not take this process with it; nothing but the cover is lost.
  const ended = once(child, 'exit').catch(() => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();

  const order = (op: Order['op'], thing: Watched): void => {
    child.stdin.write(`${JSON.stringify({ op, thing } satisfies Order)}\n`);
  };
  return {
    watch: (thing) => order('watch', thing),
    forget: (thing) => order('forget', thing),
    stop: async () => {
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
}
