import { count } from './format.ts';
import type { Output } from './output.ts';

const BAR_WIDTH = 24;
/** A terminal that is narrower has words only. */
const BAR_FROM_COLUMNS = 80;
const REDRAW_MS = 100;
const ERASE_LINE = '\r\u001b[K';

/** Disposing of it is clearing it. */
export interface Progress extends Disposable {
  /** Says how far it has come; may be called as often as one likes. */
  update(done: number): void;
  /** Takes the bar away. */
  clear(): void;
}

export interface ProgressOptions {
  readonly total: number;
  /** Says how much that is: `1,200 letters`. */
  readonly amount: (n: number) => string;
  /** Milliseconds. */
  readonly now?: () => number;
}

/**
 * A bar with the rate and what remains: on a terminal only, and only for what takes longer than a moment.
 */
export function createProgress(
  output: Output,
  { total, amount, now = () => performance.now() }: ProgressOptions,
): Progress {
  const start = now();
  let drawnAt = start;
  let drawn = false;
  const clear = () => {
    if (drawn) output.write(ERASE_LINE);
    drawn = false;
  };
  return {
    update(done) {
      const { columns } = output;
      const time = now();
      if (columns === undefined || time - drawnAt < REDRAW_MS) return;
      drawnAt = time;
      drawn = true;
      const rate = Math.round((done * 1000) / Math.max(1, time - start));
      const words = `${count(total - done)} of ${amount(total)} to go, ${count(rate)}/s`;
      const bar = columns < BAR_FROM_COLUMNS ? '' : `${barOf(output, done / total)}  `;
      output.write(`${ERASE_LINE}${bar}${words}`);
    },
    clear,
    [Symbol.dispose]: clear,
  };
}

function barOf(output: Output, part: number): string {
  const full = Math.round(BAR_WIDTH * part);
  return `${'█'.repeat(full)}${output.style('dim', '░'.repeat(BAR_WIDTH - full))}`;
}
