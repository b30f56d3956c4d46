import { sql } from 'kysely';
import type { DatabaseClient } from './client.ts';
import { classifyError } from './errors.ts';
import { migrations } from './migrations/index.ts';

/** How the tables of a database stand against this code. */
export type SchemaStatus = 'current' | 'behind' | 'ahead';

/**
 * Asks the database which migrations it has had: a round trip, so it also shows that it answers.
 *
 * @throws what the database throws, except for a missing table, which is an answer: `behind`
 */
export async function schemaStatus(db: DatabaseClient): Promise<SchemaStatus> {
  const applied = await appliedMigrations(db);
  const known = Object.keys(migrations);
  if (known.some((name) => !applied.has(name))) return 'behind';
  return applied.size > known.length ? 'ahead' : 'current';
}

async function appliedMigrations(db: DatabaseClient): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(db);
    return new Set(rows.map((row) => row.name));
  } catch (error) {
    if (classifyError(error).code === 'ER_NO_SUCH_TABLE') return new Set();
    throw error;
  }
}
