import { setTimeout } from 'node:timers/promises';
import { type DatabaseClient, openDatabase } from '@post-views/db';
import { type Logger, within } from '@post-views/service';
import type { Config } from './config.ts';
import { horizonOf } from './horizon.ts';
import type { Metrics } from './metrics.ts';
import {
  type MaintenanceResult,
  type PartitionsContext,
  seeToPartitions,
} from './see-to-partitions.ts';

export interface MaintenanceOptions extends Omit<PartitionsContext, 'db'> {
  /** With a user who may alter and drop partitions. */
  readonly open: () => DatabaseClient;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Maintenance {
  /** See {@link horizonOf}. */
  readonly horizon: () => number;
  /** Starts nothing any more, and resolves when what was begun is done. */
  readonly stop: () => Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Rows that have to change their partition may take that long. */
const STATEMENT_TIMEOUT_MS = 600_000;
const CLOSE_TIMEOUT_MS = 2_000;
const STOP_TIMEOUT_MS = 1_000;
const MINUTE_MS = 60_000;
/**
 * When to look again. Every hour, so that a new day is seen soon; sooner when somebody else was at it or had
 * the table.
 */
const PAUSE_MS: Readonly<Record<Exclude<MaintenanceResult, 'failed'>, number>> = {
  done: 60 * MINUTE_MS,
  clocks_differ: 60 * MINUTE_MS,
  locked: MINUTE_MS,
  busy: MINUTE_MS,
};
const FIRST_PAUSE_AFTER_FAILURE_MS = 5_000;
const LONGEST_PAUSE_AFTER_FAILURE_MS = 10 * MINUTE_MS;

/** Starts the maintenance; what takes it longer than a moment when it is stopped, the database ends by itself. */
export function openMaintenance(
  config: Pick<Config, 'maintenanceDatabaseUrl' | 'rawRetentionDays'>,
  log: Logger,
  metrics: Metrics,
): Maintenance {
  const { horizon, stop } = startMaintenance({
    open: () =>
      openDatabase({
        url: config.maintenanceDatabaseUrl,
        connections: 1,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      }),
    retentionDays: config.rawRetentionDays,
    log,
    metrics,
    now: Date.now,
    sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  });
  return {
    horizon,
    async stop() {
      await within(STOP_TIMEOUT_MS, stop());
    },
  };
}

/**
 * Sees to the partitions of raw views, at once and then for as long as it is not stopped. Never throws,
 * and never stands in the way of counting: a view without a partition of its day is kept and counted as well.
 *
 * Each time on a connection of its own: one that is used once an hour may be dead without anybody knowing.
 */
export function startMaintenance(options: MaintenanceOptions): Maintenance {
  const { open, retentionDays, now, sleep } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let keptSince = 1;

  const run = async () => {
    for (let failures = 0; !signal.aborted; ) {
      const db = open();
      const seen = await seeToPartitions({ ...options, db }, signal);
      await within(CLOSE_TIMEOUT_MS, db.destroy());
      keptSince = seen.keptSince ?? keptSince;
      failures = seen.result === 'failed' ? failures + 1 : 0;
      // It rejects only when it is told to stop, which ends the loop.
      await sleep(pauseAfter(seen.result, failures), signal).catch(() => undefined);
    }
  };
  const running = run();

  return {
    horizon: () => horizonOf(retentionDays, keptSince, now() / 1000),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function pauseAfter(result: MaintenanceResult, failures: number): number {
  if (result !== 'failed') return PAUSE_MS[result];
  const grown = FIRST_PAUSE_AFTER_FAILURE_MS * 2 ** (failures - 1);
  return Math.min(grown, LONGEST_PAUSE_AFTER_FAILURE_MS);
}
