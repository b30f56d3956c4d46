import type { CompiledQuery } from 'kysely';
import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';
import { execute } from './execute.ts';

/**
 * MariaDB turns a longer list into a subquery over a table that it makes of it, and reads whole tables where the
 * list would read as many rows as it is long.
 *
 * @see https://mariadb.com/kb/en/conversion-of-big-in-predicates-into-subqueries/
 */
export const MOST_IN_LIST = 999;

/**
 * Selects rows of these posts: in one statement, or one after the other when there are too many posts for one.
 *
 * @param statementOf makes the statement for some of the posts
 * @param signal is looked at before each statement, and ends the one that is running
 */
export async function selectByPosts<Row>(
  db: DatabaseClient,
  postUuids: readonly string[],
  statementOf: (postUuids: readonly string[]) => CompiledQuery<Row>,
  signal?: AbortSignal,
): Promise<readonly Row[]> {
  let all: readonly Row[] = [];
  for (let from = 0; from < postUuids.length; from += MOST_IN_LIST) {
    const posts = postUuids.slice(from, from + MOST_IN_LIST);
    const rows = await execute(db, statementOf(posts), signal);
    all = from === 0 ? rows : all.concat(rows);
  }
  return all;
}

/** What goes between the brackets of `IN (…)` in a statement that is written out. */
export function listText(values: readonly string[]): string {
  return values.map((value) => quote(value)).join();
}
