import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from './readme.ts';

export interface ShellCommand extends AsyncDisposable {
  /** What it has written so far, to standard output and standard error. */
  readonly output: string;
  readonly ended: Promise<number | null>;
  /** What Ctrl-C in a terminal does: a signal to every process of the foreground. */
  interrupt(): void;
}

/** Runs a line as a newcomer's shell would, in the root of the repository, with next to no environment. */
export function runInShell(line: string, env: Readonly<Record<string, string>> = {}): ShellCommand {
  const { PATH, HOME, SERVERS, DOCKER_HOST } = process.env;
  const child = spawn('bash', ['-c', line], {
    cwd: ROOT,
    detached: true,
    env: { PATH, HOME, SERVERS, DOCKER_HOST, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = -(child.pid ?? 0);
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
    interrupt: () => process.kill(group, 'SIGINT'),
    async [Symbol.asyncDispose]() {
      try {
        process.kill(group, 'SIGTERM');
      } catch {
        // It has ended already.
      }
      await ended;
    },
  };
}
