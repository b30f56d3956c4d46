import type { Watchdog } from '@post-views/servers';
import { collectLines, type SaidLine } from './said-lines.ts';
import { spawnScript } from './spawn.ts';

/** A process of this repository. Both sides write lines of JSON. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** Resolves with the first line of that event, past or to come; rejects when the program ends first. */
  said(event: string): Promise<SaidLine>;
  /** The last line of that event so far. */
  last(event: string): SaidLine | undefined;
  /** Writes a line to its standard input. */
  tell(line: object): void;
  /** @throws when it has ended, with what it has written to standard error */
  throwIfEnded(): void;
  /** Resolves with its exit code, or the signal that has ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
  /** Asks it to end and waits until it has; kills it if it takes too long. */
  stop(): Promise<void>;
}

/** @see spawnScript */
export function startProgram(
  script: string,
  env: Readonly<Record<string, string>>,
  watchdog: Watchdog,
): Program {
  const { child, pid, ended, errors, stop } = spawnScript([script], env, watchdog);
  const lines = collectLines();
  const waiting = new Set<() => void>();
  const hear = (text: string) => {
    if (lines.add(text)) for (const look of waiting) look();
  };
  child.stdout
    .setEncoding('utf8')
    .on('data', hear)
    .on('end', () => hear('\n'));
  let end: Error | undefined;
  void ended.then((how) => {
    end = new Error(`${script} has ended (${how})\n${errors()}`.trimEnd());
    for (const look of waiting) look();
  });

  return {
    pid,
    said: (event) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.first(event);
          if (!line && !end) return;
          waiting.delete(look);
          if (line) resolve(line);
          else reject(end);
        };
        waiting.add(look);
        look();
      }),
    last: (event) => lines.last(event),
    tell: (line) => void child.stdin.write(`${JSON.stringify(line)}\n`),
    throwIfEnded() {
      if (end) throw end;
    },
    ended,
    signal: (name) => void child.kill(name),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
