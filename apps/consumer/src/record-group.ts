import {
  classifyError,
  type DatabaseClient,
  type DatabaseWatch,
  type PostView,
  recordViews,
} from '@post-views/db';
import { keepTrying, type TryContext } from './keep-trying.ts';

export interface RecordContext extends TryContext {
  readonly db: DatabaseClient;
  /** Knows when nothing may be written, though the database would take it. */
  readonly database: Pick<DatabaseWatch, 'unfit'>;
}

/** Why the database won't have some views. */
export interface Refusal {
  readonly code: string;
  /** In our words. */
  readonly reason: string;
}

export interface GroupOutcome {
  /** How many of the views were new, and are counted now. */
  readonly recorded: number;
  /** Those whose day has been dropped meanwhile: they can't be counted any more. */
  readonly tooOld: readonly PostView[];
  /** If there is one, none of the views is stored. */
  readonly refusal?: Refusal;
}

/**
 * Gets a group of views into the database in one transaction, however long that takes: what is not the
 * views' own fault is tried again for ever.
 *
 * @returns also when the database refuses a value of one of them, which is not tried again
 * @throws when `signal` aborts
 */
export async function recordGroup(
  views: readonly PostView[],
  context: RecordContext,
): Promise<GroupOutcome> {
  const { db, database, log, metrics } = context;
  const start = performance.now();
  const outcome = await keepTrying(async () => {
    if (database.unfit) throw database.unfit;
    try {
      return await recordViews(db, views);
    } catch (error) {
      const { kind, code, reason } = classifyError(error);
      if (kind !== 'data') throw error;
      return { code, reason };
    }
  }, context);
  if ('code' in outcome) return { recorded: 0, tooOld: [], refusal: outcome };

  const { recorded, duplicates, tooOld } = outcome;
  const ms = Math.round(performance.now() - start);
  metrics.written({ recorded, duplicates, seconds: ms / 1000 });
  log.debug({ event: 'batch_written', recorded, duplicates, ms });
  return { recorded, tooOld };
}
