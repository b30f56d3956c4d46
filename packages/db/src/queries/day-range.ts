import { DAY_SECONDS, fromSqlDate, toSqlDate } from '../time.ts';

/** UTC days, `YYYY-MM-DD`, the first and the last, both inclusive; `from` is not after `to`. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** Each day of the range, the earliest first. */
export function daysOf({ from, to }: DayRange): string[] {
  const first = fromSqlDate(from);
  const count = (fromSqlDate(to) - first) / DAY_SECONDS + 1;
  return Array.from({ length: count }, (_, n) => toSqlDate(first + n * DAY_SECONDS));
}
