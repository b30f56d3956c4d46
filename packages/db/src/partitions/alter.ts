import { type RawBuilder, sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import { classifyError } from '../errors.ts';
import { LOCK_WAIT_SECONDS } from '../session.ts';
import { FUTURE, type Partition } from './partition.ts';

/**
 * How long an ALTER may wait for transactions that use the table: the least that MySQL takes. Meanwhile
 * everybody else who wants to write waits behind it, so it is rather tried again later. MariaDB waits up
 * to three times before it gives up.
 *
 * @see https://dev.mysql.com/doc/refman/9.4/en/metadata-locking.html
 */
const ALTER_LOCK_WAIT_SECONDS = 1;
const IN_USE: readonly string[] = ['ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK'];

// No ALGORITHM or LOCK: MariaDB takes neither here, and MySQL knows no LOCK=NONE for a split.

/** Splits days off `p_future`. Rows of theirs that lie in it move along. */
export function splitFuture(partitions: readonly Partition[]): RawBuilder<unknown> {
  return sql`
    ALTER TABLE post_views REORGANIZE PARTITION ${sql.id(FUTURE)} INTO (${withFuture(partitions)})
  `;
}

/** Adds days and `p_future` to a table that has lost the latter. */
export function addWithFuture(partitions: readonly Partition[]): RawBuilder<unknown> {
  return sql`ALTER TABLE post_views ADD PARTITION (${withFuture(partitions)})`;
}

function withFuture(partitions: readonly Partition[]): RawBuilder<unknown> {
  const definitions = partitions.map(
    ({ name, lessThan }) => sql`PARTITION ${sql.id(name)} VALUES LESS THAN (${sql.lit(lessThan)})`,
  );
  return sql.join([...definitions, sql`PARTITION ${sql.id(FUTURE)} VALUES LESS THAN MAXVALUE`]);
}

export function dropPartitions(names: readonly string[]): RawBuilder<unknown> {
  return sql`ALTER TABLE post_views DROP PARTITION ${sql.join(names.map((name) => sql.id(name)))}`;
}

/** @returns `false` when the table was in use for so long that it was not altered */
export async function alterUnlessInUse(
  connection: DatabaseClient,
  statement: RawBuilder<unknown>,
): Promise<boolean> {
  await sql`SET SESSION lock_wait_timeout = ${sql.lit(ALTER_LOCK_WAIT_SECONDS)}`.execute(
    connection,
  );
  try {
    await statement.execute(connection);
    return true;
  } catch (error) {
    if (IN_USE.includes(classifyError(error).code)) return false;
    throw error;
  } finally {
    await sql`SET SESSION lock_wait_timeout = ${sql.lit(LOCK_WAIT_SECONDS)}`.execute(connection);
  }
}
