import { DAY_SECONDS, type DayRange, toSqlDate } from '@post-views/db';
import { InvalidRequest } from './request-errors.ts';

/** How a caller may say which days are meant. */
export interface AskedDays {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly days?: number | undefined;
}

export const MAX_DAYS = 366;
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

/**
 * Which days were asked for.
 *
 * @param today UTC; nothing after it can be asked for
 * @returns `undefined` when no days were named
 * @throws {InvalidRequest} naming the field that is at fault
 */
export function readDays({ from, to, days }: AskedDays, today: string): DayRange | undefined {
  if (days !== undefined) {
    const other = from !== undefined ? 'from' : to !== undefined ? 'to' : undefined;
    if (other !== undefined) throw new InvalidRequest('days', `can not go together with ${other}`);
    return lastDays(days, today);
  }
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined) throw new InvalidRequest('from', 'is needed together with to');
  if (to === undefined) throw new InvalidRequest('to', 'is needed together with from');
  if (to > today) throw new InvalidRequest('to', `must not be after today, ${today} (UTC)`);
  if (from > to) throw new InvalidRequest('from', 'must not be after to');
  if (countDays({ from, to }) > MAX_DAYS) {
    throw new InvalidRequest('from', `must be at most ${MAX_DAYS} days up to and with to`);
  }
  return { from, to };
}
