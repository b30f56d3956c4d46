import { sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';

export interface Stats {
  /** The number of posts that have views. */
  readonly posts: number;
  readonly views: number;
  readonly viewsToday: number;
  /** Unix seconds: the time of the newest raw view; `null` if there is none. */
  readonly newestEventAt: number | null;
  /** `YYYY-MM-DD`: the UTC day of the oldest raw view; `null` if there is none. */
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
 * Reads the totals over all posts, and how far the raw views reach. Counting the posts reads an index of all of them; the
 * rest is read off the ends of indexes.
 *
 * The oldest day comes from the rows rather than from the partitions, so that it is right as well for a table of which
 * nothing was dropped yet, and for one that had no views for longer than they are kept.
 *
 * @param today UTC, `YYYY-MM-DD`
 */
export async function readStats(db: DatabaseClient, today: string): Promise<Stats> {
  const { rows } = await sql<Row>`SELECT COUNT(*) AS posts, SUM(view_count) AS views,
      (SELECT SUM(view_count) FROM post_view_aggregates WHERE date = ${today}) AS views_today,
      (SELECT UNIX_TIMESTAMP(MAX(viewed_at)) FROM post_views) AS newest_event_at,
      (SELECT DATE(MIN(viewed_at)) FROM post_views) AS oldest_raw_day
    FROM post_view_totals`.execute(db);
  const [row] = rows;
  return {
    posts: row?.posts ?? 0,
    views: Number(row?.views ?? 0),
    viewsToday: Number(row?.views_today ?? 0),
    newestEventAt: row?.newest_event_at == null ? null : Number(row.newest_event_at),
    oldestRawDay: row?.oldest_raw_day ?? null,
  };
}
