import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;
const GIVE_UP_MS = 1_000;

/**
 * Sends a signal to every process of a group; false when none is left.
 *
 * @param pid of the leader, which is the number of the group
 * @throws {RangeError} when `pid` can't be that of a group we started: to the system 0 means our own group,
 *   and 1 every process there is
 */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  if (!Number.isInteger(pid) || pid <= 1)
    throw new RangeError(`no process group to signal: ${pid}`);
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends a process group without asking and waits until it is gone, for a second at most: the dead count as
 * there until their parent takes notice, and where that has become process 1 of a container, it may never
 * do so.
 *
 * @throws {RangeError} when `pid` is none that {@link signalGroup} takes
 */
export async function killGroup(pid: number): Promise<void> {
  const deadline = performance.now() + GIVE_UP_MS;
  while (signalGroup(pid, 'SIGKILL') && performance.now() < deadline) await delay(POLL_MS);
}
