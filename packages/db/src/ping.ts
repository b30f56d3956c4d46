import { sql } from 'kysely';
import type { DatabaseClient } from './client.ts';

/**
 * Finds out whether the database answers at all, with a statement that reads nothing.
 *
 * @throws what the database throws
 */
export async function ping(db: DatabaseClient): Promise<void> {
  await sql`SELECT 1`.execute(db);
}
