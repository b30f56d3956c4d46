import type { DayRange } from '@post-views/db';
import { InvalidRequest } from './request-errors.ts';
import { countDays, lastDays } from './utc-days.ts';

/** How a caller may say which days are meant. */
export interface AskedRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly days?: number | undefined;
}

/** Of a range, both ends included. */
export const MAX_DAYS = 366;
/** Of an answer by day, when no range was asked for. */
export const DEFAULT_DAYS = 30;

/**
 * Which days were asked for.
 *
 * @param today UTC; nothing after it can be asked for
 * @returns `undefined` when no days were named
 * @throws {InvalidRequest} naming the field that is at fault
 */
export function readRange({ from, to, days }: AskedRange, today: string): DayRange | undefined {
  if (days !== undefined) {
    const other = from !== undefined ? 'from' : to !== undefined ? 'to' : undefined;
    if (other !== undefined) throw new InvalidRequest('days', `cannot be combined with ${other}`);
    return lastDays(days, today);
  }
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined) throw new InvalidRequest('from', 'is required with to');
  if (to === undefined) throw new InvalidRequest('to', 'is required with from');
  if (to > today) throw new InvalidRequest('to', `must not be after today, ${today} (UTC)`);
  if (from > to) throw new InvalidRequest('from', 'must not be after to');
  if (countDays({ from, to }) > MAX_DAYS) {
    throw new InvalidRequest('from', `must be at most ${MAX_DAYS - 1} days before to`);
  }
  return { from, to };
}
