import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { Watchdog } from '../watchdog/watchdog.ts';
import { killGroup, signalGroup } from './process-group.ts';

const GRACE_MS = 10_000;
const KEPT_LINES = 20;
/**
 * The shell waits for a line before it becomes the program, so that nothing runs that is not being watched:
 * if we die before the watchdog knows its number, the shell reads the end of the pipe and ends.
 */
const GATE = 'read -r go && exec env -i "PATH=$PATH" "$@"';

export interface Command {
  /** What to call it in errors; its output goes to `<name>.log`. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** The child's whole environment, but for PATH. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Child {
  readonly pid: number | undefined;
  /** Why it ended, or undefined while it runs. */
  readonly ended: () => string | undefined;
  /** Resolves when it has ended: with undefined if all went well, else with the reason. */
  readonly end: Promise<string | undefined>;
  /** The end of its output, without colours. */
  readonly lastLines: () => Promise<string>;
  /** Asks it to end, and kills it if it has not after ten seconds. */
  readonly stop: () => Promise<void>;
  /** Ends it without a warning. */
  readonly kill: () => Promise<void>;
  /** Lets this process end although the child runs. */
  readonly unref: () => void;
}

/**
 * Starts a program as the leader of a process group in a session of its own, so that a Ctrl-C in the
 * terminal reaches only us; ending it is our business, and the watchdog's if we can't. It works and writes
 * in `folder`.
 */
export function startChild(command: Command, folder: string, watchdog: Watchdog): Child {
  const logFile = join(folder, `${command.name}.log`);
  const child = spawnGated(command, folder, logFile);
  let reason: string | undefined;
  const end = follow(child, watchdog).then((failure) => {
    reason = failure ?? 'ended';
    return failure;
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end('go\n');
  return {
    pid: child.pid,
    ended: () => reason,
    end,
    lastLines: () => lastLinesOf(logFile),
    stop: async () => {
      await terminate(child);
      await end;
    },
    kill: async () => {
      if (child.pid !== undefined && reason === undefined) await killGroup(child.pid);
      await end;
    },
    unref: () => child.unref(),
  };
}

function spawnGated({ program, args, env = {} }: Command, folder: string, logFile: string) {
  const assignments = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn('/bin/sh', ['-c', GATE, 'sh', ...assignments, program, ...args], {
      cwd: folder,
      detached: true,
      stdio: ['pipe', log, log],
    });
  } finally {
    closeSync(log);
  }
}

/** Runs up to its first await before the gate is opened. */
async function follow(child: ChildProcess, watchdog: Watchdog): Promise<string | undefined> {
  const { pid } = child;
  if (pid === undefined) {
    const [error] = await once(child, 'error').catch((failure: unknown) => [failure]);
    return `could not be started: ${String(error)}`;
  }
  const group = { kind: 'process group', pid } as const;
  watchdog.watch(group);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  // What it started itself may be in no hurry.
  await killGroup(pid);
  watchdog.forget(group);
  return code === 0 ? undefined : `ended with ${signal ?? `exit code ${code}`}`;
}

async function terminate(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const exited = once(child, 'exit');
  const timer = new AbortController();
  signalGroup(pid, 'SIGTERM');
  await Promise.race([exited, delay(GRACE_MS, undefined, { signal: timer.signal })]);
  timer.abort();
  await killGroup(pid);
  await exited;
}

async function lastLinesOf(file: string): Promise<string> {
  const text = stripVTControlCharacters(await readFile(file, 'utf8'));
  return text.trimEnd().split('\n').slice(-KEPT_LINES).join('\n');
}
