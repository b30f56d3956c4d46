import type { DatabaseClient } from '../client.ts';
import { addWithFuture, alterUnlessInUse, dropPartitions, splitFuture } from './alter.ts';
import { acquireLock, releaseLock } from './named-lock.ts';
import { FUTURE } from './partition.ts';
import { planPartitions } from './plan.ts';
import { databaseNow, listPartitions } from './status.ts';

export interface MaintainOptions {
  /** How many days before today raw rows are kept; for ever if undefined. */
  readonly retentionDays: number | undefined;
  /** This process's own clock: milliseconds since 1970. */
  readonly now: () => number;
  /** How long to wait for another process that is doing the same. Default: not at all. */
  readonly waitSeconds?: number;
}

export interface MaintainedPartitions {
  /** Names of partitions. */
  readonly created: readonly string[];
  readonly dropped: readonly string[];
  /**
   * Why there may be more to do:
   *
   * - `locked`: another process is at it
   * - `busy`: a transaction held the table for longer than we wanted to wait
   * - `clocks_differ`: nothing is dropped, since the database's clock and this process's own say different things
   */
  readonly skipped?: 'locked' | 'busy' | 'clocks_differ';
}

/** A clock that is wrong must not cost a row. */
const CLOCK_TOLERANCE_SECONDS = 5 * 60;
/** For how many one statement may hold up writers: a bound for the day on which retention is first set. */
const DROPPED_AT_ONCE = 10;

/**
 * Gives each UTC day from yesterday to two weeks ahead a partition of `post_views`, named by the day:
 * `p20261124`; and drops those that are older than `retentionDays`. What is older than the first of them lies
 * in `p_history`, what is later than the last in `p_future`, so that no view is ever without a partition; one that
 * somebody has dropped by hand is made again.
 *
 * The time is the database's, so that all processes agree; what they do, one of them does, which holds a
 * named lock. A table that is in use holds writers up for a second (MariaDB: three) at most; otherwise they
 * wait as long as the change takes: a second at most, unless rows have to be moved out of `p_future`.
 *
 * Safe to call at any time, and by several at once.
 */
export async function maintainPartitions(
  db: DatabaseClient,
  options: MaintainOptions,
): Promise<MaintainedPartitions> {
  return db.connection().execute(async (connection) => {
    if (!(await acquireLock(connection, options.waitSeconds ?? 0))) {
      return { created: [], dropped: [], skipped: 'locked' };
    }
    try {
      return await maintain(connection, options);
    } finally {
      await releaseLock(connection);
    }
  });
}

async function maintain(
  connection: DatabaseClient,
  { retentionDays, now }: MaintainOptions,
): Promise<MaintainedPartitions> {
  const clocks = [await databaseNow(connection), now() / 1000];
  const differ = Math.max(...clocks) - Math.min(...clocks) > CLOCK_TOLERANCE_SECONDS;
  const { create, addFuture, drop } = planPartitions(await listPartitions(connection), {
    // The earlier one: a partition that was made too early can't be told from one that is needed.
    now: Math.min(...clocks),
    retentionDays: differ ? undefined : retentionDays,
  });

  const created = [...create.map(({ name }) => name), ...(addFuture ? [FUTURE] : [])];
  const change = addFuture ? addWithFuture(create) : splitFuture(create);
  if (created.length > 0 && !(await alterUnlessInUse(connection, change))) {
    return { created: [], dropped: [], skipped: 'busy' };
  }
  const dropped: string[] = [];
  while (dropped.length < drop.length) {
    const names = drop.slice(dropped.length, dropped.length + DROPPED_AT_ONCE);
    if (!(await alterUnlessInUse(connection, dropPartitions(names)))) {
      return { created, dropped, skipped: 'busy' };
    }
    dropped.push(...names);
  }
  return { created, dropped, ...(differ && { skipped: 'clocks_differ' as const }) };
}
