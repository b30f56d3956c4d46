import type { z } from 'zod';
import type { dailyViews } from '../schemas.ts';

/**
 * One entry for each of `days`, also those on which nobody has seen the post.
 *
 * @param days UTC, in the order of the answer
 */
export function everyDay(
  viewsOn: ReadonlyMap<string, number> | undefined,
  days: readonly string[],
  today: string,
): z.output<typeof dailyViews>[] {
  return days.map((date) => ({
    date,
    views: viewsOn?.get(date) ?? 0,
    partial: date === today,
  }));
}
