import { execFile } from 'node:child_process';
import { availableParallelism, cpus, release, type as systemName, totalmem } from 'node:os';
import { promisify } from 'node:util';

/** What is needed to say of a figure where it comes from, but for the servers. */
export interface Machine {
  /** The commit of this repository, with a `+` when files have been changed since; `null` outside of git. */
  readonly commit: string | null;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
}

export async function readMachine(): Promise<Machine> {
  return {
    commit: await readCommit(),
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? 'not known',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: `${systemName()} ${release()}`,
  };
}

async function readCommit(): Promise<string | null> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', args, { cwd: import.meta.dirname })).stdout.trim();
  try {
    const changed = (await git('status', '--porcelain')) !== '';
    return `${await git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`;
  } catch {
    return null;
  }
}
