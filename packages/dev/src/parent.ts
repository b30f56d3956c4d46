import { readFileSync } from 'node:fs';

const POLL_MS = 1_000;

/**
 * Runs `end` once one of the processes between the shell and this one is gone: `npx`, `pnpm` and the shells
 * that they start don't hand on every signal that ends them, and what they started would go on without
 * anybody to stop it.
 */
export function endWithParent(end: () => void): void {
  const line = lineOfDescent();
  const timer = setInterval(() => {
    if (line.every(({ pid, parent }) => statusOf(pid)?.parent === parent)) return;
    clearInterval(timer);
    end();
  }, POLL_MS);
  timer.unref();
}

interface Status {
  readonly parent: number;
  /** Process group: a shell gives each command line that it runs one of its own. */
  readonly group: number;
}

/** This process and those above it that belong to the same command line. */
function lineOfDescent(): { pid: number; parent: number }[] {
  const line: { pid: number; parent: number }[] = [];
  const group = statusOf(process.pid)?.group;
  for (let pid = process.pid; ; ) {
    const status = statusOf(pid);
    if (!status || status.group !== group) return line;
    line.push({ pid, parent: status.parent });
    pid = status.parent;
  }
}

/** @returns `undefined` when there is no such process, or no /proc on this system */
function statusOf(pid: number): Status | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold anything: state, parent, group. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const [, parent, group] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: parent ?? 0, group: group ?? 0 };
  } catch {
    return undefined;
  }
}
