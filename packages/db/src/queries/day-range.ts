import { DAY_SECONDS, toSqlDate } from '../time.ts';

/** UTC days, `YYYY-MM-DD`, the first and the last, both included; `from` is not after `to`. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** Each day of the range, the earliest first. */
export function daysOf({ from, to }: DayRange): string[] {
  const days: string[] = [];
  for (let day = startOf(from); day <= startOf(to); day += DAY_SECONDS) days.push(toSqlDate(day));
  return days;
}

function startOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000;
}
