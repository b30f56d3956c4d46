import { sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import { daysAheadOf, keptSinceOf, type Partition } from './partition.ts';

export interface PartitionStatus {
  /** How many days after today have a partition of their own; below 0 when today has none. */
  readonly daysAhead: number;
  /** See {@link keptSince}. */
  readonly keptSince: number;
}

/** How the partitions of `post_views` stand now, by the database's clock. */
export async function partitionStatus(db: DatabaseClient): Promise<PartitionStatus> {
  const partitions = await listPartitions(db);
  return {
    daysAhead: daysAheadOf(partitions, await databaseNow(db)),
    keptSince: keptSinceOf(partitions[0]),
  };
}

/**
 * From when on the raw rows of all views are kept. A view from before that can't be told from one that
 * has been counted already.
 *
 * The answer holds until the end of a transaction that has written to `post_views`: the metadata lock
 * that it holds keeps partitions from being dropped.
 *
 * @returns Unix seconds, the start of a UTC day; 1 while nothing has been dropped
 */
export async function keptSince(db: DatabaseClient): Promise<number> {
  const [oldest] = await listPartitions(db);
  return keptSinceOf(oldest);
}

/** All partitions of `post_views`, in their order; none when the table is not there. */
export async function listPartitions(db: DatabaseClient): Promise<Partition[]> {
  const { rows } = await sql<{ name: string; bound: string }>`
    SELECT PARTITION_NAME AS name, PARTITION_DESCRIPTION AS bound
    FROM information_schema.PARTITIONS
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'post_views' AND PARTITION_NAME IS NOT NULL
    ORDER BY PARTITION_ORDINAL_POSITION
  `.execute(db);
  return rows.map(({ name, bound }) => ({
    name,
    lessThan: bound === 'MAXVALUE' ? Number.POSITIVE_INFINITY : Number(bound),
  }));
}

/** The database's clock, Unix seconds. */
export async function databaseNow(db: DatabaseClient): Promise<number> {
  const { rows } = await sql<{ now: number }>`SELECT UNIX_TIMESTAMP() AS now`.execute(db);
  return Number(rows[0]?.now);
}
