import { type Kysely, sql } from 'kysely';
import type { DatabaseClient } from './client.ts';
import type { Database } from './database.ts';

/** How many days after today have a partition of their own already. */
const DAYS_AHEAD = 14;
const DAY = 24 * 60 * 60;
const FUTURE = 'p_future';
/** Names of locks are the server's, so the database is part of it; at most 64 characters. */
const LOCK = sql<string>`CONCAT('post_views.', LEFT(SHA2(DATABASE(), 256), 32))`;
const LOCK_WAIT_SECONDS = 60;

/**
 * Gives each UTC day from yesterday to two weeks ahead a partition of `post_views`, named by the day:
 * `p20261124`. What is older than the first of them lies in `p_history`, what is later than the last in
 * `p_future`, so that no view is ever without a partition. Rows that lie in `p_future` move to the
 * partition of their day when it is made.
 *
 * Safe to run again and by several at once.
 */
export async function createDayPartitions(db: DatabaseClient, now: Date): Promise<void> {
  await db.connection().execute(async (connection) => {
    await acquireLock(connection);
    try {
      const partitions = missingPartitions(await lastBound(connection), now);
      if (partitions.length > 0) await splitFuture(connection, partitions);
    } finally {
      await sql`SELECT RELEASE_LOCK(${LOCK})`.execute(connection);
    }
  });
}

interface Partition {
  readonly name: string;
  /** Unix seconds; the partition holds what is earlier. */
  readonly lessThan: number;
}

async function acquireLock(connection: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ acquired: number | null }>`
    SELECT GET_LOCK(${LOCK}, ${sql.lit(LOCK_WAIT_SECONDS)}) AS acquired
  `.execute(connection);
  if (rows[0]?.acquired !== 1) {
    throw new Error(
      `another process has been making partitions for ${LOCK_WAIT_SECONDS} s; it holds the named lock`,
    );
  }
}

/** @returns the bound of the last partition before `p_future`, or `null` when there is none yet */
async function lastBound(connection: Kysely<Database>): Promise<number | null> {
  const { rows } = await sql<{ bound: number | string | null }>`
    SELECT MAX(CAST(PARTITION_DESCRIPTION AS UNSIGNED)) AS bound
    FROM information_schema.PARTITIONS
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'post_views' AND PARTITION_NAME <> ${FUTURE}
  `.execute(connection);
  const bound = rows[0]?.bound;
  return bound === null || bound === undefined ? null : Number(bound);
}

function missingPartitions(bound: number | null, now: Date): Partition[] {
  const today = Math.floor(now.getTime() / 1000 / DAY) * DAY;
  const yesterday = today - DAY;
  const partitions: Partition[] = [];
  if (bound === null) partitions.push({ name: 'p_history', lessThan: yesterday });
  for (let day = bound ?? yesterday; day <= today + DAYS_AHEAD * DAY; day += DAY) {
    partitions.push({ name: nameOf(day), lessThan: day + DAY });
  }
  return partitions;
}

function nameOf(day: number): string {
  return `p${new Date(day * 1000).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

async function splitFuture(connection: Kysely<Database>, partitions: Partition[]): Promise<void> {
  const definitions = partitions.map(
    ({ name, lessThan }) => sql`PARTITION ${sql.id(name)} VALUES LESS THAN (${sql.lit(lessThan)})`,
  );
  await sql`
    ALTER TABLE post_views REORGANIZE PARTITION ${sql.id(FUTURE)} INTO (
      ${sql.join(definitions)}, PARTITION ${sql.id(FUTURE)} VALUES LESS THAN MAXVALUE
    )
  `.execute(connection);
}
