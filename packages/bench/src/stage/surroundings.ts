import { execFile } from 'node:child_process';
import { availableParallelism, cpus, release, type as systemName, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { type Probes, runProbes } from './probes.ts';
import { readSettings, type Settings, weakerSettings } from './settings.ts';
import type { Stage } from './stage.ts';

/** On what it was measured: without this the figures mean nothing to anybody else. */
export interface Surroundings {
  /** The commit of this repository, with a `+` when files have been changed since; `null` outside of git. */
  readonly commit: string | null;
  readonly node: string;
  readonly way: string;
  readonly database: string;
  readonly broker: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly settings: Settings;
  readonly probes: Probes;
  readonly warnings: readonly string[];
}

export async function readSurroundings({ servers, database }: Stage): Promise<Surroundings> {
  const settings = await readSettings(database);
  return {
    commit: await readCommit(),
    node: process.version,
    way: servers.way,
    database: servers.database.version,
    broker: servers.broker.version,
    cpu: cpus()[0]?.model.trim() ?? 'not known',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: `${systemName()} ${release()}`,
    settings,
    probes: await runProbes(database),
    warnings: weakerSettings(settings),
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
