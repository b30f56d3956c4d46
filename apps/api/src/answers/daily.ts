import type { DayRange } from '@post-views/db';
import { listDays } from '../days.ts';

/** Views on one day, as they are answered. */
export interface DailyViews {
  /** UTC */
  readonly date: string;
  readonly views: number;
  /** The day is not over. */
  readonly partial: boolean;
}

/** Each day of the range, oldest first, also those on which nobody has seen the post. */
export function everyDay(
  viewsOn: ReadonlyMap<string, number> | undefined,
  range: DayRange,
  today: string,
): DailyViews[] {
  return listDays(range).map((date) => ({
    date,
    views: viewsOn?.get(date) ?? 0,
    partial: date === today,
  }));
}
