import { CompiledQuery } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import type { DayRange } from './day-range.ts';
import { listText, selectByPosts } from './select-by-posts.ts';
import { withinDaysText } from './within-days.ts';

interface Row {
  readonly post_uuid: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly view_count: number;
}

/**
 * Reads the views of each post on each day of a range, by the key as {@link readViews} does.
 *
 * @param postUuids lower-case; one that is named twice is read once
 * @returns by post, then by UTC day, earliest first; posts and days without views are not among them
 */
export async function readDailyViews(
  db: DatabaseClient,
  postUuids: readonly string[],
  range: DayRange,
): Promise<Map<string, Map<string, number>>> {
  const rows = await selectByPosts<Row>(db, postUuids, (posts) =>
    CompiledQuery.raw(
      'SELECT post_uuid, date, view_count FROM post_view_aggregates FORCE INDEX (PRIMARY) ' +
        `WHERE post_uuid IN (${listText(posts)}) AND ${withinDaysText(range)} ORDER BY post_uuid, date`,
    ),
  );
  const byPost = new Map<string, Map<string, number>>();
  for (const { post_uuid, date, view_count } of rows) {
    const days = byPost.get(post_uuid) ?? new Map<string, number>();
    byPost.set(post_uuid, days.set(date, view_count));
  }
  return byPost;
}
