import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { killGroup, signalGroup } from '@post-views/servers';
import { ROOT } from './repository.ts';

const KILL_AFTER_MS = 20_000;

export interface ShellCommand extends AsyncDisposable {
  /** What it has written so far, to standard output and standard error. */
  readonly output: string;
  readonly ended: Promise<number | null>;
  /** What Ctrl-C in a terminal does: a signal to every process of the foreground. */
  interrupt(): void;
}

/** What pnpm, Vitest and whoever gave the tests their servers have set for us, and no newcomer has. */
const OURS = /^(npm_|pnpm_|VITEST|TEST|NODE_ENV|PROD|DEV|MODE|BASE_URL|SSR|DATABASE_URL|AMQP_)/i;

/** Runs a line as a newcomer's shell would, in the root of the repository. */
export function runInShell(line: string, env: Readonly<Record<string, string>> = {}): ShellCommand {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  const child = spawn('bash', ['-c', line], {
    cwd: ROOT,
    detached: true,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('bash can not be started');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  return {
    get output() {
      return output;
    },
    ended,
    interrupt: () => void signalGroup(pid, 'SIGINT'),
    async [Symbol.asyncDispose]() {
      signalGroup(pid, 'SIGTERM');
      const timer = setTimeout(() => void killGroup(pid), KILL_AFTER_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
