import { createInterface } from 'node:readline';
import type { Watchdog } from '@post-views/servers';
import { spawnScript } from './spawn.ts';

export interface SaidLine {
  readonly event?: string;
  readonly [field: string]: unknown;
}

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
  const first = new Map<string, SaidLine>();
  const latest = new Map<string, SaidLine>();
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as SaidLine;
    if (line.event === undefined) return;
    if (!first.has(line.event)) first.set(line.event, line);
    latest.set(line.event, line);
    for (const look of waiting) look();
  });
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
          const line = first.get(event);
          if (!line && !end) return;
          waiting.delete(look);
          if (line) resolve(line);
          else reject(end);
        };
        waiting.add(look);
        look();
      }),
    last: (event) => latest.get(event),
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
