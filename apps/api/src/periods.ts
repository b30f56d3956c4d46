import type { DayRange } from '@post-views/db';
import { z } from 'zod';
import { daysBefore, lastDays } from './utc-days.ts';

/** Whole UTC days ending today. */
export const PERIOD_DAYS = { today: 1, '7d': 7, '30d': 30, '90d': 90 } as const;

export type Period = keyof typeof PERIOD_DAYS;

/** The periods that a route knows; `all` is all-time. */
export function periodSchema<const P extends readonly (Period | 'all')[]>(...periods: P) {
  return z.enum(periods, `must be one of ${periods.join(', ')}`);
}

/** A period and as many days right before it, as ranges and as the `meta` of an answer. */
export function comparePeriods<P extends Period>(period: P, today: string) {
  const range = lastDays(PERIOD_DAYS[period], today);
  const previous: DayRange = daysBefore(range);
  const meta = { period, ...range, previous_from: previous.from, previous_to: previous.to };
  return { range, previous, meta };
}
