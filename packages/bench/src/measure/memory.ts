import { setTimeout as sleep } from 'node:timers/promises';
import { memoryBytes } from './proc.ts';
import { median } from './statistics.ts';

const LOOK_MS = 250;

/** Looks at the resident memory of a process until `over`, in bytes. */
export async function watchMemory(
  pid: number,
  over: Promise<unknown>,
  signal: AbortSignal,
): Promise<number[]> {
  const looks: number[] = [];
  let isOver = false;
  const ended = over.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    looks.push(memoryBytes(pid, 'VmRSS'));
    await Promise.race([ended, sleep(LOOK_MS, undefined, { signal })]);
  }
  return looks;
}

/**
 * By how much the last third is more than the second: 0.05 for 5 %. What was there in the first third may have been
 * less, since caches fill. `undefined` when there are too few looks.
 */
export function growthOf(looks: readonly number[]): number | undefined {
  const third = Math.floor(looks.length / 3);
  if (third === 0) return undefined;
  return median(looks.slice(-third)) / median(looks.slice(-2 * third, -third)) - 1;
}
