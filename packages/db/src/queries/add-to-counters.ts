import { CompiledQuery, type Transaction } from 'kysely';
import { escape as quote } from 'mysql2';
import type { Database } from '../database.ts';
import { rememberLast, toSqlDate } from '../time.ts';
import type { PostCount } from './count-by-post.ts';
import { insertStatements } from './insert-statements.ts';

// Both statements add without reading first: `c = c + n` is right whatever others do meanwhile. Keys go
// in the order of the primary key, so that two writers lock in the same order. VALUES() rather than a
// row alias, which MariaDB does not have.
const ADD = 'ON DUPLICATE KEY UPDATE view_count = view_count + VALUES(view_count)';
const AGGREGATES = 'INSERT INTO post_view_aggregates (post_uuid, date, view_count) VALUES';
const TOTALS = 'INSERT INTO post_view_totals (post_uuid, view_count) VALUES';

/** Adds to the counters of each post and UTC day. */
export function addToAggregates(
  trx: Transaction<Database>,
  counts: readonly PostCount[],
): Promise<void> {
  const dateOf = rememberLast(toSqlDate);
  const rows = counts.flatMap(({ postUuid, days }) =>
    days.map(({ day, count }) => `(${quote(postUuid)},'${dateOf(day)}',${count})`),
  );
  return executeAll(trx, insertStatements(AGGREGATES, rows, ADD));
}

/** Adds to the total of each post. */
export function addToTotals(
  trx: Transaction<Database>,
  counts: readonly PostCount[],
): Promise<void> {
  const rows = counts.map(({ postUuid, total }) => `(${quote(postUuid)},${total})`);
  return executeAll(trx, insertStatements(TOTALS, rows, ADD));
}

async function executeAll(trx: Transaction<Database>, statements: string[]): Promise<void> {
  for (const statement of statements) await trx.executeQuery(CompiledQuery.raw(statement));
}
