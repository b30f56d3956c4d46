import { setTimeout as sleep } from 'node:timers/promises';
import type { Disk } from '@post-views/servers';
import { until } from './until.ts';

/** It stays full for so long after that was noticed. */
const FULL_MS = 2_000;
/** A consumer waits 30 s for the answer to a statement: as long as that when no other waits for its locks. */
const NOTICED_WITHIN_MS = 45_000;

interface Full {
  /** So many bytes of the disk are left. */
  readonly leaving?: number;
  /** Done when it was noticed. */
  readonly meanwhile?: () => Promise<void>;
}

/** Fills a disk, for a while. What the server itself frees is taken as well, until `noticed`. */
export async function whileFull(
  disk: Disk,
  signal: AbortSignal,
  noticed: () => Promise<boolean>,
  { leaving = 0, meanwhile }: Full = {},
): Promise<void> {
  const full = async () => {
    await disk.fill(leaving);
    return noticed();
  };
  try {
    await until(full, NOTICED_WITHIN_MS, signal);
    await meanwhile?.();
    await sleep(FULL_MS, undefined, { signal });
  } finally {
    await disk.free();
  }
}
