import { CompiledQuery } from 'kysely';
import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';

/**
 * A longer list MariaDB turns into a subquery over a table that it makes of it, which reads whole tables where the
 * list reads as many rows as it is long.
 *
 * @see https://mariadb.com/kb/en/conversion-of-big-in-predicates-into-subqueries/
 */
export const MOST_IN_LIST = 999;

/**
 * Asks for rows of these posts: in one statement, or in several when there are very many.
 *
 * The statement is written out, as the consumer's are (docs/decisions/0005): this is done thousands of times a second,
 * with hundreds of posts.
 *
 * @param statementOf makes the statement of a list that goes between the brackets of `IN (…)`
 */
export async function selectByPosts<Row>(
  db: DatabaseClient,
  postUuids: readonly string[],
  statementOf: (list: string) => string,
): Promise<readonly Row[]> {
  let all: readonly Row[] = [];
  for (let from = 0; from < postUuids.length; from += MOST_IN_LIST) {
    const list = postUuids.slice(from, from + MOST_IN_LIST).map((uuid) => quote(uuid));
    const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(statementOf(list.join())));
    all = from === 0 ? rows : all.concat(rows);
  }
  return all;
}
