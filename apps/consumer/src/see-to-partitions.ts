import {
  classifyError,
  type DatabaseClient,
  type MaintainedPartitions,
  maintainPartitions,
  partitionStatus,
} from '@post-views/db';
import type { Logger } from '@post-views/service';
import type { Metrics } from './metrics.ts';

export interface PartitionsContext {
  /** With a user who may alter and drop partitions. */
  readonly db: DatabaseClient;
  /** How many days before today raw rows are kept; for ever if undefined. */
  readonly retentionDays: number | undefined;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type MaintenanceResult = 'done' | NonNullable<MaintainedPartitions['skipped']> | 'failed';

/**
 * Sees to the partitions once, and tells log and metrics what came of it. Never throws.
 *
 * @param signal aborts when this process stops, whose last failure is no news
 * @returns with `keptSince` in Unix seconds, `undefined` when the database could not be asked
 */
export async function seeToPartitions(
  context: PartitionsContext,
  signal: AbortSignal,
): Promise<{ readonly result: MaintenanceResult; readonly keptSince: number | undefined }> {
  const result = await maintain(context, signal);
  context.metrics.partitionsMaintained(result);
  // Whatever came of it: that partitions run out must be seen where none can be made as well.
  return { result, keptSince: await look(context) };
}

async function maintain(
  { db, retentionDays, log, now }: PartitionsContext,
  signal: AbortSignal,
): Promise<MaintenanceResult> {
  try {
    const { created, dropped, skipped } = await maintainPartitions(db, { retentionDays, now });
    const changed = created.length > 0 || dropped.length > 0;
    if (changed) log.info({ event: 'partitions_maintained', created, dropped });
    if (skipped === undefined) return 'done';
    const level = skipped === 'locked' ? 'debug' : 'warn';
    log[level]({ event: 'partitions_skipped', why: skipped });
    return skipped;
  } catch (error) {
    const { code, kind, reason } = classifyError(error);
    const level = kind === 'retry' ? 'warn' : 'error';
    if (!signal.aborted) log[level]({ event: 'partitions_failed', code, reason, err: error });
    return 'failed';
  }
}

async function look({ db, metrics }: PartitionsContext): Promise<number | undefined> {
  try {
    const status = await partitionStatus(db);
    metrics.partitions(status);
    return status.keptSince;
  } catch {
    return undefined;
  }
}
