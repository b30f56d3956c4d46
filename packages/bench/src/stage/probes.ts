import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quantile } from '../measure/statistics.ts';
import type { BenchDatabase } from './database.ts';

/** Milliseconds. */
export interface Latency {
  readonly median: number;
  readonly p95: number;
}

export interface Probes {
  /** Writing 4 KiB to a file in the temporary folder, to the disk. */
  readonly fsyncMs: Latency;
  /** A question to the database that needs no table: the way there and back. */
  readonly roundTripMs: Latency;
  /** A transaction of one row, committed. */
  readonly commitMs: Latency;
}

const TIMES = 200;

/** What a durable write costs here: most of the figures follow from it. */
export async function runProbes(database: BenchDatabase): Promise<Probes> {
  const fsyncMs = await probeFsync();
  const roundTripMs = await timed(() => database.query('DO 0'));
  await database.query('CREATE TABLE commit_probe (n INT PRIMARY KEY AUTO_INCREMENT)');
  const commitMs = await timed(() => database.query('INSERT INTO commit_probe VALUES ()'));
  await database.query('DROP TABLE commit_probe');
  return { fsyncMs, roundTripMs, commitMs };
}

async function probeFsync(): Promise<Latency> {
  const folder = await mkdtemp(join(tmpdir(), 'post-views-bench-'));
  const file = await open(join(folder, 'probe'), 'w');
  try {
    const page = Buffer.alloc(4096, 1);
    return await timed(async () => {
      await file.write(page);
      await file.datasync();
    });
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<Latency> {
  const took: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const startedAt = performance.now();
    await work();
    took.push(performance.now() - startedAt);
  }
  return { median: quantile(took, 0.5), p95: quantile(took, 0.95) };
}
