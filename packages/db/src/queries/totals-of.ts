import type { DatabaseClient } from '../client.ts';
import { selectByPosts } from './select-by-posts.ts';

interface Row {
  readonly post_uuid: string;
  readonly view_count: number;
}

/**
 * How often each post was seen, of all days.
 *
 * The index of the top list has all the columns as well, and as long as the server takes the table for a small one it
 * would rather read all of that: it is not left the choice.
 *
 * @param postUuids lower-case; one that comes twice is asked for once
 * @returns by post; one that nobody has seen is not among them
 */
export async function totalsOf(
  db: DatabaseClient,
  postUuids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await selectByPosts<Row>(
    db,
    postUuids,
    (list) =>
      'SELECT post_uuid, view_count FROM post_view_totals FORCE INDEX (PRIMARY) ' +
      `WHERE post_uuid IN (${list})`,
  );
  return new Map(rows.map((row) => [row.post_uuid, row.view_count]));
}
