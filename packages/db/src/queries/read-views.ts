import { CompiledQuery } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import type { DayRange } from './day-range.ts';
import { listText, selectByPosts } from './select-by-posts.ts';
import { withinDaysText } from './within-days.ts';

interface Row {
  readonly post_uuid: string;
  /** A sum is a DECIMAL, and comes as text. */
  readonly views: string;
}

/**
 * Reads the views of each post over a range of days.
 *
 * A post's days lie side by side under its key. The index of the top of each day has all the columns as well, and for many
 * posts the server may take reading whole days of it for cheaper: it is not given the choice.
 *
 * @param postUuids lower-case; one that is named twice is read once
 * @param signal is looked at before each statement, and ends the one that is running
 * @returns by post; posts without views in these days are not among them
 */
export async function readViews(
  db: DatabaseClient,
  postUuids: readonly string[],
  range: DayRange,
  signal?: AbortSignal,
): Promise<Map<string, number>> {
  const statementOf = (posts: readonly string[]) =>
    CompiledQuery.raw(
      'SELECT post_uuid, SUM(view_count) AS views FROM post_view_aggregates FORCE INDEX (PRIMARY) ' +
        `WHERE post_uuid IN (${listText(posts)}) AND ${withinDaysText(range)} GROUP BY post_uuid`,
    );
  const rows = await selectByPosts<Row>(db, postUuids, statementOf, signal);
  return new Map(rows.map((row) => [row.post_uuid, Number(row.views)]));
}
