import { type MigrationResult, Migrator } from 'kysely/migration';
import type { DatabaseClient } from './client.ts';
import { migrations } from './migrations/index.ts';
import { createDayPartitions } from './partitions.ts';
import { schemaStatus } from './schema-status.ts';

/**
 * Brings the tables up to this code, and sees to the partitions of the days to come.
 *
 * Safe to run again, by several at once (the others wait for the first), and after one that broke off.
 *
 * @returns the names of the migrations that were run, in order
 * @throws when the database is ahead of this code, and when a statement fails
 */
export async function migrate(db: DatabaseClient, now: Date): Promise<string[]> {
  if ((await schemaStatus(db)) === 'ahead') {
    throw new Error('the database has migrations that this release does not know; it is newer');
  }
  const { error, results } = await migrator(db).migrateToLatest();
  if (error !== undefined) throw error;
  await createDayPartitions(db, now);
  return (results ?? []).filter(succeeded).map((result) => result.migrationName);
}

function migrator(db: DatabaseClient): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
}

function succeeded(result: MigrationResult): boolean {
  return result.status === 'Success';
}
