import { sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import { DAY_SECONDS, fromSqlDate, toSqlDateTime } from '../time.ts';
import { type Compared, compare, findWrong } from './compared.ts';
import { refuseDropped } from './day-dropped.ts';
import type { Drift, WrongCounter } from './drift.ts';

/**
 * Compares the counters of a day with its raw views.
 *
 * @param day UTC, `YYYY-MM-DD`
 * @param signal ends the statement
 * @throws {DayDropped}
 */
export async function readDayDrift(
  db: DatabaseClient,
  day: string,
  signal: AbortSignal,
): Promise<Drift> {
  const drift = await compare(db, dayCompared(day), signal);
  await refuseDropped(db, day);
  return drift;
}

/** @see readDayDrift */
export function findWrongOfDay(
  db: DatabaseClient,
  day: string,
  limit: number,
  signal: AbortSignal,
): Promise<WrongCounter[]> {
  return findWrong(db, dayCompared(day), limit, signal);
}

function dayCompared(day: string): Compared {
  return sql`
    SELECT post_uuid, view_count AS counted, 0 AS actual
    FROM post_view_aggregates FORCE INDEX (idx_top_of_day) WHERE date = ${day}
    UNION ALL
    SELECT post_uuid, 0, COUNT(*) FROM post_views WHERE ${viewedOn(day)} GROUP BY post_uuid`;
}

/** Both ends as constants, so that only the partition of the day is read. */
export function viewedOn(day: string) {
  const start = fromSqlDate(day);
  return sql`viewed_at >= ${toSqlDateTime(start)} AND viewed_at < ${toSqlDateTime(start + DAY_SECONDS)}`;
}
