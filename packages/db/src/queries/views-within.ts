import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';
import type { DayRange } from './day-range.ts';
import { selectByPosts } from './select-by-posts.ts';

interface Row {
  readonly post_uuid: string;
  /** A sum is a DECIMAL, and comes as text. */
  readonly views: string;
}

/**
 * How often each post was seen in a range of days.
 *
 * By its key a post's days lie side by side. The index of the top of each day has all the columns as well, and when there
 * are many posts to read whole days of it may look cheaper to the server: it is not left the choice.
 *
 * @param postUuids lower-case; one that comes twice is asked for once
 * @returns by post; one that nobody has seen in these days is not among them
 */
export async function viewsWithin(
  db: DatabaseClient,
  postUuids: readonly string[],
  { from, to }: DayRange,
): Promise<Map<string, number>> {
  const rows = await selectByPosts<Row>(
    db,
    postUuids,
    (list) =>
      'SELECT post_uuid, SUM(view_count) AS views FROM post_view_aggregates FORCE INDEX (PRIMARY) ' +
      `WHERE post_uuid IN (${list}) AND date BETWEEN ${quote(from)} AND ${quote(to)} GROUP BY post_uuid`,
  );
  return new Map(rows.map((row) => [row.post_uuid, Number(row.views)]));
}
