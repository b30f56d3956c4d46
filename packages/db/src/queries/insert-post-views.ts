import { CompiledQuery, type Transaction } from 'kysely';
import { escape as quote } from 'mysql2';
import type { Database } from '../database.ts';
import { rememberLast, toSqlDateTime } from '../time.ts';
import { insertStatements } from './insert-statements.ts';
import { type PostView, toHex } from './post-view.ts';

const HEAD =
  'INSERT INTO post_views (event_id, post_uuid, user_id, ip, user_agent, referer, viewed_at) VALUES';
/** Changes nothing, so that a row that exists already counts as no affected row. */
const TAIL = 'ON DUPLICATE KEY UPDATE id = id';

/**
 * Stores those views that are not stored yet.
 *
 * The statement is written out: building a thousand rows with the query builder, or filling as many placeholders, takes
 * the process several times as long (docs/decisions/0005).
 *
 * @returns the number of new ones, which takes a connection without FOUND_ROWS
 */
export async function insertPostViews(
  trx: Transaction<Database>,
  views: readonly PostView[],
): Promise<number> {
  let inserted = 0;
  for (const statement of statementsOf(views)) {
    const result = await trx.executeQuery(CompiledQuery.raw(statement));
    inserted += Number(result.numAffectedRows);
  }
  return inserted;
}

/** A function of its own, so that the rows are not kept while the database is waited for, and moved to the old generation. */
function statementsOf(views: readonly PostView[]): string[] {
  const timeOf = rememberLast(toSqlDateTime);
  const rows = views.map(
    ({ eventId, postUuid, userId, ip, userAgent, referer, viewedAt }) =>
      `(X${quote(toHex(eventId))},${quote(postUuid)},${userId},${quote(ip)},${quote(userAgent)},` +
      `${quote(referer)},'${timeOf(viewedAt)}')`,
  );
  return insertStatements(HEAD, rows, TAIL);
}
