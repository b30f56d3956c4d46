import { sql } from 'kysely';
import { type DatabaseClient, openDatabase } from '../src/index.ts';

/**
 * A client for which the database's clock stands still.
 *
 * @param time ISO 8601
 */
export async function openAt(url: string, time: string): Promise<DatabaseClient> {
  const db = openDatabase({ url, connections: 1, connectTimeoutMs: 5_000 });
  await sql`SET timestamp = ${sql.lit(Date.parse(time) / 1000)}`.execute(db);
  return db;
}
