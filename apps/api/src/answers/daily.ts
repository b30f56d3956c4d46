import { type DayRange, daysOf } from '@post-views/db';
import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import type { dailyViews } from '../schemas.ts';

type DailyViews = z.output<typeof dailyViews>;
type ViewsByDay = ReadonlyMap<string, number>;

/**
 * One entry for each of `days`, also those on which nobody has seen the post.
 *
 * @param days UTC, in the order of the answer
 */
export function everyDay(
  viewsOn: ViewsByDay | undefined,
  days: readonly string[],
  today: string,
): DailyViews[] {
  return days.map((date) => ({
    date,
    views: viewsOn?.get(date) ?? 0,
    partial: date === today,
  }));
}

/** Writes {@link everyDay} of one post as JSON. */
export type DaysWriter = (viewsOn: ViewsByDay | undefined) => string;

/** Most callers ask for the same days. */
const RANGES = 20;

/** Remembers the writers of the ranges that were asked for last: what all posts have in common is made once. */
export function createDaysWriters(): (range: DayRange, today: string) => DaysWriter {
  const writers = new LRUCache<string, DaysWriter>({ max: RANGES });
  return (range, today) => {
    const key = `${range.from} ${range.to} ${today}`;
    const kept = writers.get(key);
    if (kept) return kept;
    const writer = createDaysWriter(daysOf(range), today);
    writers.set(key, writer);
    return writer;
  };
}

function createDaysWriter(days: readonly string[], today: string): DaysWriter {
  const heads = days.map((date) => `{"date":"${date}","views":`);
  const tails = days.map((date) => `,"partial":${date === today}}`);
  const write = (viewsOn: ViewsByDay | undefined) =>
    `[${days.map((date, index) => `${heads[index]}${viewsOn?.get(date) ?? 0}${tails[index]}`).join()}]`;
  const unseen = write(undefined);
  return (viewsOn) => (viewsOn === undefined ? unseen : write(viewsOn));
}
