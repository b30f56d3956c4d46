import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from '@post-views/programs';
import { memoryBytes } from './proc.ts';

/** What a command took, from the start of its process to its end. */
export interface CommandCost {
  readonly seconds: number;
  /** Resident memory, when it was first seen at work. */
  readonly startBytes: number;
  /** The same when it was last seen. */
  readonly endBytes: number;
  readonly peakBytes: number;
}

const POLL_MS = 50;

/**
 * Watches a command until its end.
 *
 * @param isAtWork whether it has begun with what it is to do: before that it is a process that starts
 * @returns what it has written, and what it took
 * @throws when it fails, and when `signal` aborts
 */
export async function watchCommand(
  { pid, output }: Command,
  isAtWork: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<{ output: string; cost: CommandCost }> {
  const startedAt = performance.now();
  let seconds: number | undefined;
  const ended = output.finally(() => {
    seconds = (performance.now() - startedAt) / 1000;
  });
  const looks: number[] = [];
  let peakBytes = 0;
  let atWork = false;
  while (seconds === undefined) {
    await Promise.race([ended, sleep(POLL_MS, undefined, { signal })]);
    atWork ||= seconds === undefined && (await isAtWork());
    // Nothing is known of a process that has ended.
    const bytes = memoryBytes(pid, 'VmRSS');
    if (bytes === 0) continue;
    peakBytes = memoryBytes(pid, 'VmHWM') || peakBytes;
    if (atWork) looks.push(bytes);
  }
  const [startBytes = 0] = looks;
  const endBytes = looks.at(-1) ?? 0;
  return { output: await ended, cost: { seconds, startBytes, endBytes, peakBytes } };
}
