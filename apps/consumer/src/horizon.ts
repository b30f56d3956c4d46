import { DAY_SECONDS, startOfDay } from '@post-views/db';
import type { Rejection } from '@post-views/event';

export const TOO_OLD: Rejection = {
  reason: 'too_old',
  detail: 'timestamp: before the oldest day that is kept',
};

/**
 * The start of the oldest day whose views can be counted, as this process knows it: raw rows of earlier days
 * are gone, or will be soon, and with them what tells a view that comes again from a new one.
 *
 * The later of what is set and what the database had when it was last looked at. It may lag behind the
 * database, which has the last word when the views are written: {@link recordViews}.
 *
 * @param retentionDays kept for ever if undefined
 * @param keptSince Unix seconds, see {@link partitionStatus}
 * @param now Unix seconds
 * @returns Unix seconds
 */
export function horizonOf(
  retentionDays: number | undefined,
  keptSince: number,
  now: number,
): number {
  if (retentionDays === undefined) return keptSince;
  return Math.max(keptSince, startOfDay(now) - retentionDays * DAY_SECONDS);
}
