import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;
const enoughMs = 1_000;

/** Sends a signal to every process of a group; false when none is left. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends a process group without asking and waits until it is gone, for a second at most: the dead count as there until
 * their parent takes notice, and where that has become process 1 of a container, it may never do so.
 */
export async function killGroup(pid: number): Promise<void> {
  const deadline = performance.now() + enoughMs;
  while (signalGroup(pid, 'SIGKILL') && performance.now() < deadline) await delay(pollMs);
}
