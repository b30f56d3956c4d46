import { CompiledQuery } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import { listText, selectByPosts } from './select-by-posts.ts';

interface Row {
  readonly post_uuid: string;
  readonly view_count: number;
}

/**
 * Reads the all-time views of each post.
 *
 * The index of the top list has all the columns as well, and the server would read all of it while it takes the table
 * for a small one: it is not given the choice.
 *
 * @param postUuids lower-case; one that is named twice is read once
 * @returns by post; posts without views are not among them
 */
export async function readTotals(
  db: DatabaseClient,
  postUuids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await selectByPosts<Row>(db, postUuids, (posts) =>
    CompiledQuery.raw(
      'SELECT post_uuid, view_count FROM post_view_totals FORCE INDEX (PRIMARY) ' +
        `WHERE post_uuid IN (${listText(posts)})`,
    ),
  );
  return new Map(rows.map((row) => [row.post_uuid, row.view_count]));
}
