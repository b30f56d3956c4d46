import { type RawBuilder, sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import { execute } from '../queries/execute.ts';
import { type Drift, type DriftRow, toDrift, type WrongCounter } from './drift.ts';

interface ComparedRow {
  readonly post_uuid: string;
  readonly counted: string;
  readonly actual: string;
}

/**
 * Rows of two kinds, `(post_uuid, counted, actual)`: what counters say, with 0 for what they should say, and the other
 * way round. Whatever they are, one statement reads them as they were at one moment.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/innodb-consistent-read.html
 */
export type Compared = RawBuilder<unknown>;

// Signed, since differences of unsigned numbers may not be negative.
const bothOf = (compared: Compared) => sql`
  SELECT post_uuid, CAST(SUM(counted) AS SIGNED) AS counted, CAST(SUM(actual) AS SIGNED) AS actual
  FROM (${compared}) AS parts GROUP BY post_uuid`;

/** Compares all of it. */
export async function compare(
  db: DatabaseClient,
  compared: Compared,
  signal: AbortSignal,
): Promise<Drift> {
  const statement = sql<DriftRow>`
    SELECT COUNT(*) AS posts, SUM(actual) AS views, SUM(counted <> actual) AS wrong,
      SUM(GREATEST(counted - actual, 0)) AS excess, SUM(GREATEST(actual - counted, 0)) AS missing
    FROM (${bothOf(compared)}) AS both_of WHERE counted <> 0 OR actual <> 0`;
  const [row] = await execute(db, statement.compile(db), signal);
  return toDrift(row);
}

/**
 * Finds those that differ, in the order of their UUIDs.
 *
 * @param limit how many at most
 */
export async function findWrong(
  db: DatabaseClient,
  compared: Compared,
  limit: number,
  signal: AbortSignal,
): Promise<WrongCounter[]> {
  const statement = sql<ComparedRow>`
    SELECT * FROM (${bothOf(compared)}) AS both_of WHERE counted <> actual ORDER BY post_uuid LIMIT ${limit}`;
  const rows = await execute(db, statement.compile(db), signal);
  return rows.map(({ post_uuid, counted, actual }) => ({
    postUuid: post_uuid,
    counted: Number(counted),
    actual: Number(actual),
  }));
}
