import { CompiledQuery } from 'kysely';
import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';

export interface Stats {
  /** How many posts were seen, ever. */
  readonly posts: number;
  readonly views: number;
  readonly viewsToday: number;
  /** Unix seconds: when the latest view that is stored happened; `null` when none is. */
  readonly newestEventAt: number | null;
  /** `YYYY-MM-DD`: the UTC day of the oldest view that is stored one by one; `null` when none is. */
  readonly oldestRawDay: string | null;
}

interface Row {
  readonly posts: number;
  readonly views: string | null;
  readonly views_today: string | null;
  readonly newest_event_at: number | string | null;
  readonly oldest_raw_day: string | null;
}

/**
 * What there is in all. Counting the posts reads an index of all of them; the rest is read off the ends of indexes.
 *
 * The oldest day is told by the rows rather than by the partitions: it is true as well of a table of which nothing was
 * dropped yet, and of one that had no views for longer than they are kept.
 *
 * @param today UTC, `YYYY-MM-DD`
 */
export async function readStats(db: DatabaseClient, today: string): Promise<Stats> {
  const { rows } = await db.executeQuery<Row>(
    CompiledQuery.raw(
      'SELECT COUNT(*) AS posts, SUM(view_count) AS views, ' +
        `(SELECT SUM(view_count) FROM post_view_aggregates WHERE date = ${quote(today)}) AS views_today, ` +
        '(SELECT UNIX_TIMESTAMP(MAX(viewed_at)) FROM post_views) AS newest_event_at, ' +
        '(SELECT DATE(MIN(viewed_at)) FROM post_views) AS oldest_raw_day FROM post_view_totals',
    ),
  );
  const [row] = rows;
  return {
    posts: row?.posts ?? 0,
    views: Number(row?.views ?? 0),
    viewsToday: Number(row?.views_today ?? 0),
    newestEventAt: row?.newest_event_at == null ? null : Number(row.newest_event_at),
    oldestRawDay: row?.oldest_raw_day ?? null,
  };
}
