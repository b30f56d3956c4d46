import type { Drift, WrongCounter } from '@post-views/db';
import { amount, count, type Output, Table } from '@post-views/terminal';
import type { DayDrift } from './compare.ts';

/** `1 counter`, `12,345 counters` */
export function counters(n: number): string {
  return amount(n, 'counter');
}

/** A line for each comparison that has found something. */
export function writeWrong(out: Output, days: readonly DayDrift[], totals: Drift): void {
  const table = new Table(out, [
    { header: 'COUNTERS OF', style: 'cyan' },
    { header: 'POSTS', align: 'right' },
    { header: 'VIEWS', align: 'right' },
    { header: 'WRONG', align: 'right', style: 'red' },
    { header: 'TOO MANY', align: 'right' },
    { header: 'TOO FEW', align: 'right' },
  ]);
  const add = (what: string, { posts, views, wrong, excess, missing }: Drift) => {
    if (wrong > 0) table.add([what, ...[posts, views, wrong, excess, missing].map(count)]);
  };
  for (const { day, drift } of days) add(day, drift);
  add('all time', totals);
  table.flush();
}

/** A line for each counter that is wrong. */
export function writeExamples(
  out: Output,
  examples: readonly (WrongCounter & { readonly what: string })[],
): void {
  const table = new Table(out, [
    { header: 'POST' },
    { header: 'COUNTER OF', style: 'cyan' },
    { header: 'SAYS', align: 'right', style: 'red' },
    { header: 'SHOULD SAY', align: 'right' },
  ]);
  for (const { postUuid, what, counted, actual } of examples) {
    table.add([postUuid, what, count(counted), count(actual)]);
  }
  table.flush();
}
