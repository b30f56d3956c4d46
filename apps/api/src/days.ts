import type { DayRange } from '@post-views/db';
import { InvalidRequest } from './request-errors.ts';

/** How a caller may say which days are meant. */
export interface AskedDays {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly days?: number | undefined;
}

export const MAX_DAYS = 366;
const DAY_MS = 24 * 60 * 60 * 1000;

let known = { day: Number.NaN, date: '' };

/**
 * The UTC day of a time. Mostly it is today, so the last one is kept.
 *
 * @param ms since 1970
 */
export function dayOf(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  if (known.day !== day) known = { day, date: new Date(ms).toISOString().slice(0, 10) };
  return known.date;
}

/** `today` and the `count - 1` days before it. */
export function lastDays(count: number, today: string): DayRange {
  return { from: addDays(today, 1 - count), to: today };
}

/** As many days as `range` has, right before it. */
export function daysBefore(range: DayRange): DayRange {
  return { from: addDays(range.from, -countDays(range)), to: addDays(range.from, -1) };
}

export function countDays({ from, to }: DayRange): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * DAY_MS);
}

let listed: { readonly range: DayRange; readonly days: readonly string[] } | undefined;

/** Each day of `range`, oldest first. Mostly one range is asked for, so the last list is kept. */
export function listDays(range: DayRange): readonly string[] {
  if (listed?.range.from !== range.from || listed.range.to !== range.to) {
    const first = Date.parse(range.from);
    const days = Array.from({ length: countDays(range) }, (_, day) => dayOf(first + day * DAY_MS));
    listed = { range, days };
  }
  return listed.days;
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
