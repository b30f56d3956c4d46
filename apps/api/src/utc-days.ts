import { DAY_SECONDS, type DayRange, toSqlDate } from '@post-views/db';

/** `today` and the `count - 1` days before it. */
export function lastDays(count: number, today: string): DayRange {
  return { from: addDays(today, 1 - count), to: today };
}

/** As many days as `range` has, right before it. */
export function daysBefore(range: DayRange): DayRange {
  return { from: addDays(range.from, -countDays(range)), to: addDays(range.from, -1) };
}

export function countDays({ from, to }: DayRange): number {
  return (secondsOf(to) - secondsOf(from)) / DAY_SECONDS + 1;
}

export function addDays(day: string, days: number): string {
  return toSqlDate(secondsOf(day) + days * DAY_SECONDS);
}

/** Unix seconds: when the day begins. */
function secondsOf(day: string): number {
  return Date.parse(day) / 1000;
}
