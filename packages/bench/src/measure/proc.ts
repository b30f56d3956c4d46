import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time for others in hundredths of a second, whatever it does inside. */
const TICKS_PER_SECOND = 100;

/**
 * CPU time that processes have taken so far, and children of theirs that have ended, in seconds.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + readStat(pid).ticks, 0) / TICKS_PER_SECOND;
}

/** A process, and all that descend from it now. */
export function descendantsOf(root: number): number[] {
  const parents = processNumbers().map((pid) => ({ pid, parent: readStat(pid).parent }));
  const found = new Set([root]);
  // A child may have a lower number than its parent: look until a round finds no more.
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { pid, parent } of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

function readStat(pid: number): { parent: number; ticks: number } {
  // After the name, which may hold anything: state, parent, …, and from the 12th on the times.
  const [, parent = 0, ...rest] =
    readProc(pid, 'stat').split(') ').at(-1)?.split(' ').map(Number) ?? [];
  return { parent, ticks: rest.slice(9, 13).reduce((sum, time) => sum + time, 0) };
}

/** Memory that a process has now (`VmRSS`), or had at most (`VmHWM`), in bytes; 0 when nobody knows. */
export function memoryBytes(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  const line = readProc(pid, 'status').match(new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm'));
  return Number(line?.[1] ?? 0) * 1024;
}

/** None where there is no /proc. */
function processNumbers(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Empty when the process has ended. */
function readProc(pid: number, file: 'stat' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
