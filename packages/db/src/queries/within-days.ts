import { type RawBuilder, sql } from 'kysely';
import { escape as quote } from 'mysql2';
import type { DayRange } from './day-range.ts';

/** The condition that the column `date` is in a range, for a statement that binds. */
export function withinDays({ from, to }: DayRange): RawBuilder<boolean> {
  return sql`date BETWEEN ${from} AND ${to}`;
}

/** The same for a statement that is written out. */
export function withinDaysText({ from, to }: DayRange): string {
  return `date BETWEEN ${quote(from)} AND ${quote(to)}`;
}
