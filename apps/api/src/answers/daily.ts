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

/**
 * Writes {@link everyDay} as JSON, post by post, for an answer of thousands of days: what all posts have in common is made
 * once, so that nobody else waits for tens of milliseconds.
 */
export function createDaysWriter(
  days: readonly string[],
  today: string,
): (viewsOn: ViewsByDay | undefined) => string {
  const heads = days.map((date) => `{"date":"${date}","views":`);
  const tails = days.map((date) => `,"partial":${date === today}}`);
  const write = (viewsOn: ViewsByDay | undefined) =>
    `[${days.map((date, index) => `${heads[index]}${viewsOn?.get(date) ?? 0}${tails[index]}`).join()}]`;
  const unseen = write(undefined);
  return (viewsOn) => (viewsOn === undefined ? unseen : write(viewsOn));
}
