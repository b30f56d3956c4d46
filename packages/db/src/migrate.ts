import { setTimeout as pause } from 'node:timers/promises';
import { type MigrationResult, Migrator } from 'kysely/migration';
import type { DatabaseClient } from './client.ts';
import { migrations } from './migrations/index.ts';
import { maintainPartitions } from './partitions/maintain.ts';
import { partitionStatus } from './partitions/status.ts';
import { schemaStatus } from './schema-status.ts';

/** How long to wait for another process that makes partitions. */
const LOCK_WAIT_SECONDS = 10;
const ATTEMPTS = 10;
const PAUSE_MS = 5_000;

/**
 * Brings the tables up to this code, and sees to the partitions of the days to come.
 *
 * Safe to run again, by several at once (the others wait for the first), and after one that broke off.
 *
 * @param now this process's own clock; see {@link maintainPartitions}
 * @returns the names of the migrations that were run, in order
 * @throws when the database is ahead of this code, and when a statement fails
 */
export async function migrate(db: DatabaseClient, now: Date): Promise<string[]> {
  if ((await schemaStatus(db)) === 'ahead') {
    throw new Error('the database has migrations that this release does not know; it is newer');
  }
  const { error, results } = await migrator(db).migrateToLatest();
  if (error !== undefined) throw error;
  await createPartitions(db, now);
  return (results ?? []).filter(succeeded).map((result) => result.migrationName);
}

/**
 * Makes the partitions of the days to come. What can't be done now, since the table is in use, is done by a
 * consumer or the next run; there is time for that as long as today and tomorrow have theirs.
 */
async function createPartitions(db: DatabaseClient, now: Date): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { skipped } = await maintainPartitions(db, {
      retentionDays: undefined,
      now: () => now.getTime(),
      waitSeconds: LOCK_WAIT_SECONDS,
    });
    const undone = skipped === 'locked' || skipped === 'busy';
    if (!undone || (await partitionStatus(db)).daysAhead > 0) return;
    await pause(PAUSE_MS);
  }
  throw new Error('another process or a long transaction keeps post_views from getting partitions');
}

function migrator(db: DatabaseClient): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
}

function succeeded(result: MigrationResult): boolean {
  return result.status === 'Success';
}
