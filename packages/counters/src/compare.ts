import {
  addDrift,
  countPosts,
  type Drift,
  NO_DRIFT,
  nextPosts,
  type PostRange,
  readDayDrift,
  readTotalDrift,
} from '@post-views/db';
import { amount, createProgress } from '@post-views/terminal';
import type { Context } from './context.ts';

/** Statements that see so many posts take about a second, and are told of by a progress bar. */
const POSTS_AT_A_TIME = 20_000;

export interface DayDrift {
  readonly day: string;
  readonly drift: Drift;
}

/** Compares day by day; ends early, with those that it has, when the operator has had enough. */
export async function compareDays(
  { db, err, signal }: Context,
  days: readonly string[],
): Promise<readonly DayDrift[]> {
  using progress = createProgress(err, {
    total: days.length,
    amount: (n) => amount(n, 'day'),
  });
  const compared: DayDrift[] = [];
  for (const day of days) {
    compared.push({ day, drift: await readDayDrift(db, day, signal) });
    progress.update(compared.length);
  }
  return compared;
}

export interface TotalsDrift {
  readonly drift: Drift;
  /** Those that have a post whose total is wrong. */
  readonly ranges: readonly PostRange[];
}

/** How many counters are wrong. */
export function wrongIn(days: readonly DayDrift[], totals: TotalsDrift): number {
  return days.reduce((sum, { drift }) => sum + drift.wrong, totals.drift.wrong);
}

/** Compares the totals of all posts. */
export async function compareTotals({ db, err, signal }: Context): Promise<TotalsDrift> {
  using progress = createProgress(err, {
    total: await countPosts(db, signal),
    amount: (n) => amount(n, 'post'),
  });
  let drift = NO_DRIFT;
  const ranges: PostRange[] = [];
  let range = await nextPosts(db, '', POSTS_AT_A_TIME, signal);
  while (range) {
    const ofRange = await readTotalDrift(db, range, signal);
    drift = addDrift(drift, ofRange);
    if (ofRange.wrong > 0) ranges.push(range);
    progress.update(drift.posts);
    range = await nextPosts(db, range.to, POSTS_AT_A_TIME, signal);
  }
  return { drift, ranges };
}
