import { sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';

/** Names of locks are the server's, so the database is part of it; at most 64 characters. */
const LOCK = sql<string>`CONCAT('post_views.', LEFT(SHA2(DATABASE(), 256), 32))`;

/**
 * Takes the lock of those who see to partitions. It belongs to the connection, and goes with it.
 *
 * @param waitSeconds how long to wait for another who holds it
 * @returns whether this connection has it now
 */
export async function acquireLock(
  connection: DatabaseClient,
  waitSeconds: number,
): Promise<boolean> {
  const { rows } = await sql<{ acquired: number | null }>`
    SELECT GET_LOCK(${LOCK}, ${sql.lit(waitSeconds)}) AS acquired
  `.execute(connection);
  return rows[0]?.acquired === 1;
}

export async function releaseLock(connection: DatabaseClient): Promise<void> {
  await sql`SELECT RELEASE_LOCK(${LOCK})`.execute(connection);
}
