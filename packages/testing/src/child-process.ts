import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE } from '@post-views/programs';

export interface LogLine {
  readonly event?: string;
  readonly [field: string]: unknown;
}

/** A program of this repository, running as a process of its own. */
export interface RunningProgram extends AsyncDisposable {
  readonly process: ChildProcess;
  /** What it has logged. */
  readonly log: readonly LogLine[];
  /** All that it has written to standard output. */
  readonly stdout: string;
  /** What it has written to standard error. */
  readonly stderr: string;
  /** Resolves with the first log line of that event, past or to come; rejects when the program ends first. */
  logged(event: string): Promise<LogLine>;
  /** Sends a signal and resolves with the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
  /** Resolves when the program has ended by itself. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** How a program has ended, and what it has written. */
export interface Outcome {
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits until a program has ended by itself. */
export async function outcomeOf(program: RunningProgram): Promise<Outcome> {
  const code = await program.ended;
  return { code, stdout: program.stdout, stderr: program.stderr };
}

/** A program that is for people writes words. */
function parseLine(line: string): LogLine {
  return /^\{.*\}$/.test(line) ? (JSON.parse(line) as LogLine) : { text: line };
}

/** @param script from the root of the repository */
export function startProgram(
  script: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): RunningProgram {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: LogLine[] = [];
  const waiters = new Set<() => void>();
  let stdout = '';
  let stderr = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    log.push(parseLine(line));
    for (const look of waiters) look();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, 'close').then(() => child.exitCode ?? child.signalCode);

  return {
    process: child,
    log,
    ended,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    logged(event) {
      const { promise, resolve, reject } = Promise.withResolvers<LogLine>();
      const look = () => {
        const line = log.find((candidate) => candidate.event === event);
        if (line) resolve(line);
      };
      waiters.add(look);
      look();
      void ended.then((code) => reject(new Error(`${script} ended (${code}): ${stderr}`)));
      return promise.finally(() => waiters.delete(look));
    },
    async end(signal) {
      child.kill(signal);
      return ended;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
