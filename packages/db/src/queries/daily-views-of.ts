import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';
import type { DayRange } from './day-range.ts';
import { selectByPosts } from './select-by-posts.ts';

interface Row {
  readonly post_uuid: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly view_count: number;
}

/**
 * How often each post was seen on each day of a range, read by the key as {@link viewsWithin} does.
 *
 * @param postUuids lower-case; one that comes twice is asked for once
 * @returns by post, then by UTC day, earliest first; posts and days without a view are not among them
 */
export async function dailyViewsOf(
  db: DatabaseClient,
  postUuids: readonly string[],
  { from, to }: DayRange,
): Promise<Map<string, Map<string, number>>> {
  const rows = await selectByPosts<Row>(
    db,
    postUuids,
    (list) =>
      'SELECT post_uuid, date, view_count FROM post_view_aggregates FORCE INDEX (PRIMARY) ' +
      `WHERE post_uuid IN (${list}) AND date BETWEEN ${quote(from)} AND ${quote(to)} ` +
      'ORDER BY post_uuid, date',
  );
  const byPost = new Map<string, Map<string, number>>();
  for (const { post_uuid, date, view_count } of rows) {
    const days = byPost.get(post_uuid) ?? new Map<string, number>();
    byPost.set(post_uuid, days.set(date, view_count));
  }
  return byPost;
}
