import type { Watchdog } from '@post-views/servers';
import { spawnScript } from './spawn.ts';

/** A command of this repository, from its start to its end. */
export interface Command extends AsyncDisposable {
  readonly pid: number;
  /** Resolves with what it has written; rejects, with what it has complained of, when its exit code is not 0. */
  readonly output: Promise<string>;
}

/** @see spawnScript */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  watchdog: Watchdog,
): Command {
  const { child, pid, ended, errors, stop } = spawnScript(args, env, watchdog);
  child.stdin.end();
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    written += chunk;
  });
  const output = ended.then((end) => {
    if (end === 0) return written;
    throw new Error(`${args.join(' ')} has ended (${end})\n${errors()}`.trimEnd());
  });
  // Told to whoever awaits it; until then it must not count as unhandled.
  output.catch(() => undefined);
  return { pid, output, [Symbol.asyncDispose]: stop };
}
