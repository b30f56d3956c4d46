import { readFileSync } from 'node:fs';

const POLL_MS = 1_000;

/**
 * Runs `end` once one of the processes that have started this one is gone, up to `npx` or `pnpm`: those, and
 * the shells between them, don't hand on every signal that ends them, and what they started would go on
 * without anybody to stop it. Needs /proc; elsewhere it does nothing.
 */
export function endWithParent(end: () => void): void {
  const line = lineOfDescent();
  const timer = setInterval(() => {
    if (line.every(({ pid, parent }) => parentOf(pid) === parent)) return;
    clearInterval(timer);
    end();
  }, POLL_MS);
  timer.unref();
}

const STARTER = /^(npm|npx|pnpm)\s/;

/** This process and those above it up to the last starter; none if nobody of that name has started it. */
function lineOfDescent(): { pid: number; parent: number | undefined }[] {
  const line: { pid: number; parent: number | undefined }[] = [];
  for (let pid: number | undefined = process.pid; pid !== undefined; pid = parentOf(pid)) {
    line.push({ pid, parent: parentOf(pid) });
  }
  const last = line.findLastIndex(({ pid }) => STARTER.test(commandOf(pid)));
  return line.slice(0, last + 1);
}

/** @returns `undefined` when there is no such process */
function parentOf(pid: number): number | undefined {
  // After the name, which may hold anything: state, parent.
  const [, parent] = read(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return parent === undefined ? undefined : Number(parent);
}

function commandOf(pid: number): string {
  return read(pid, 'cmdline').replaceAll('\0', ' ');
}

/** @see https://man7.org/linux/man-pages/man5/proc.5.html */
function read(pid: number, file: 'stat' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
