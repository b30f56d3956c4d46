import { sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';

/**
 * Variables of the server, of those `names` that it knows: MySQL and MariaDB don't have the same ones, and
 * `SELECT @@name` fails for a name that is not known.
 */
export async function readVariables(
  db: DatabaseClient,
  scope: 'GLOBAL' | 'SESSION',
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ Variable_name: string; Value: string }>`
    SHOW ${sql.raw(scope)} VARIABLES WHERE Variable_name IN (${sql.join(names)})
  `.execute(db);
  return new Map(rows.map((row) => [row.Variable_name, row.Value]));
}
