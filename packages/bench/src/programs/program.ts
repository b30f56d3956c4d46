import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { killGroup, type Watchdog } from '@post-views/servers';

export interface SaidLine {
  readonly event?: string;
  readonly [field: string]: unknown;
}

/** A process of this repository that is measured. Both sides write lines of JSON. */
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
  /** Asks it to end and waits until it has; kills it if it takes too long. */
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 30_000;
const KEPT_CHARACTERS = 4_000;

/**
 * Starts a program as a process of its own, in a process group of its own, so that Ctrl-C reaches it only
 * through us.
 *
 * @param script from the root of the repository
 * @param env its whole environment
 */
export function startProgram(
  script: string,
  env: Readonly<Record<string, string>>,
  watchdog: Watchdog,
): Program {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  const child = spawn(process.execPath, [script], {
    cwd: root,
    detached: true,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${process.execPath} can not be started`);
  const group = { kind: 'process group', pid } as const;
  watchdog.watch(group);

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
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-KEPT_CHARACTERS);
  });
  child.stdin.on('error', () => undefined);
  let end: Error | undefined;
  const ended = once(child, 'close').then(([code, signal]) => {
    end = new Error(`${script} has ended (${code ?? signal})\n${errors}`.trimEnd());
    for (const look of waiting) look();
  });

  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => void killGroup(pid), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
    watchdog.forget(group);
  };
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
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
