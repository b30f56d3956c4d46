import { sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import { keptSince } from '../partitions/status.ts';
import type { DayRange } from '../queries/day-range.ts';
import { toSqlDate } from '../time.ts';

interface Row {
  readonly oldest_raw: string | null;
  readonly oldest_counted: string | null;
  readonly newest_raw: string | null;
  readonly newest_counted: string | null;
}

/**
 * The days whose raw views are all there, from the first to the last that has any or is said to have some.
 *
 * @returns `undefined` when there is none
 */
export async function readKeptDays(db: DatabaseClient): Promise<DayRange | undefined> {
  const kept = toSqlDate(await keptSince(db));
  const { rows } = await sql<Row>`SELECT
      (SELECT DATE(MIN(viewed_at)) FROM post_views) AS oldest_raw,
      (SELECT MIN(date) FROM post_view_aggregates WHERE date >= ${kept}) AS oldest_counted,
      (SELECT DATE(MAX(viewed_at)) FROM post_views) AS newest_raw,
      (SELECT MAX(date) FROM post_view_aggregates) AS newest_counted`.execute(db);
  const [row] = rows;
  const days = [row?.oldest_raw, row?.oldest_counted, row?.newest_raw, row?.newest_counted]
    .filter((day): day is string => day != null && day >= kept)
    .toSorted();
  const [from, to] = [days[0], days.at(-1)];
  return from === undefined || to === undefined ? undefined : { from, to };
}
