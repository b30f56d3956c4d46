import { sql } from 'kysely';
import type { DatabaseClient } from './client.ts';
import { classifyError } from './errors.ts';
import { migrations } from './migrations/index.ts';
import { UnfitDatabase } from './server-check/unfit-database.ts';

/** How the tables of a database stand against this code. */
export type SchemaStatus = 'current' | 'behind' | 'ahead';

export interface SchemaDifference {
  /** Migrations that the database has not had yet. */
  readonly missing: readonly string[];
  /** Migrations of a newer release, which this one doesn't have. */
  readonly unknown: readonly string[];
}

/**
 * Asks the database which migrations it has had: a round trip, so it also shows that it answers.
 *
 * @throws what the database throws, except for a missing table, which is an answer: `behind`
 */
export async function schemaStatus(db: DatabaseClient): Promise<SchemaStatus> {
  const { missing, unknown } = await schemaDifference(db);
  if (missing.length > 0) return 'behind';
  return unknown.length > 0 ? 'ahead' : 'current';
}

/**
 * Whether this release can work with the tables. A newer release may have added to them while this one still
 * runs, but not taken away: `migrations/README.md` has the names that tell.
 *
 * @throws {UnfitDatabase} when it can't; and as {@link schemaStatus}
 */
export async function checkSchema(db: DatabaseClient): Promise<SchemaDifference> {
  const difference = await schemaDifference(db);
  const contracted = difference.unknown.find((name) => /\bcontract\b/.test(name));
  if (contracted !== undefined) {
    throw new UnfitDatabase(
      'SCHEMA_AHEAD',
      `the database was migrated by a newer release (${contracted}) that this one can't work with`,
    );
  }
  if (difference.missing.length > 0) {
    throw new UnfitDatabase('SCHEMA_BEHIND', 'tables are missing or old: run pnpm db:migrate');
  }
  return difference;
}

async function schemaDifference(db: DatabaseClient): Promise<SchemaDifference> {
  const applied = await appliedMigrations(db);
  const known = new Set(Object.keys(migrations));
  return {
    missing: [...known.difference(applied)],
    unknown: [...applied.difference(known)].sort(),
  };
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
