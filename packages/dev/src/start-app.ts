import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { killGroup, type Watchdog } from '@post-views/servers';
import pretty from 'pino-pretty';

const STOP_TIMEOUT_MS = 15_000;
const READY_TIMEOUT_MS = 60_000;
const READY_POLL_MS = 50;

/**
 * Runs one of the apps, again after each change of a file that it uses, and shows its log in a form for
 * people.
 *
 * It gets a process group of its own, so that Ctrl-C reaches it only through us, in its turn.
 */
export function startApp(
  name: 'api' | 'consumer',
  watchdog: Watchdog,
  env: NodeJS.ProcessEnv,
): AsyncDisposable {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--watch', '--watch-preserve-output', `apps/${name}/src/main.ts`],
    {
      cwd: root,
      detached: true,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (child.pid === undefined) throw new Error(`${process.execPath} can not be started`);
  const group = { kind: 'process group', pid: child.pid } as const;
  watchdog.watch(group);
  child.stdout.pipe(
    pretty({
      colorize: process.stdout.isTTY,
      ignore: 'pid,hostname',
      messageKey: 'event',
      singleLine: true,
      translateTime: 'SYS:HH:MM:ss',
    }),
  );
  const ended = once(child, 'close');

  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => void killGroup(group.pid), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
      watchdog.forget(group);
    },
  };
}

/** @throws when `/ready` has not said so within a minute; with what it said last */
export async function untilReady(healthPort: number): Promise<void> {
  const deadline = AbortSignal.timeout(READY_TIMEOUT_MS);
  let last = 'nothing';
  while (!deadline.aborted) {
    try {
      const response = await fetch(`http://127.0.0.1:${healthPort}/ready`, { signal: deadline });
      if (response.ok) return;
      last = await response.text();
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
  }
  throw new Error(`not ready within ${READY_TIMEOUT_MS / 1000} s; /ready said ${last}`);
}
