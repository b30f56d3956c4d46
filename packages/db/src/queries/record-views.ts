import { CompiledQuery, type Transaction } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import type { Database } from '../database.ts';
import { toSqlDateTime } from '../time.ts';
import { addToAggregates, addToTotals } from './add-to-counters.ts';
import { placeholders } from './placeholders.ts';
import { distinctInKeyOrder, keyOf, type PostView, toEventIdBytes } from './post-view.ts';
import { selectRecorded } from './select-recorded.ts';

export interface RecordedViews {
  /** How many of the views were new, and are now stored and counted. */
  readonly recorded: number;
  /** How many were there already, or more than once among those given. */
  readonly duplicates: number;
}

/**
 * Stores views and counts them, each exactly once, however often it is called with the same ones.
 *
 * The unique key on `event_id` is the only judge of what is new, since another replica may hold the
 * same event at the same moment. So the counters are written only in a transaction whose insert found
 * every one of its rows new; when some were there already, that transaction is rolled back and another
 * one tried without them.
 *
 * All or nothing: when it throws, nothing was stored, unless the connection was lost during COMMIT;
 * calling it again is right in either case. Errors of the database are thrown as they came:
 * {@link classifyError} says what they mean.
 */
export async function recordViews(
  db: DatabaseClient,
  views: readonly PostView[],
): Promise<RecordedViews> {
  let candidates = distinctInKeyOrder(views);
  while (candidates.length > 0 && !(await recordIfAllNew(db, candidates))) {
    const recorded = await selectRecorded(db, candidates);
    if (recorded.size === 0) throw new MiscountedInsert();
    candidates = candidates.filter((view) => !recorded.has(keyOf(view)));
  }
  return { recorded: candidates.length, duplicates: views.length - candidates.length };
}

/** The server says that some rows were there already, but none of them can be found. */
export class MiscountedInsert extends Error {
  override readonly name = 'MiscountedInsert';
}

/** One transaction; `false` when some of the views were there already, and nothing was written. */
async function recordIfAllNew(db: DatabaseClient, views: readonly PostView[]): Promise<boolean> {
  try {
    await db.transaction().execute(async (trx) => {
      if ((await insertPostViews(trx, views)) !== views.length) throw new SomeRecorded();
      await addToAggregates(trx, views);
      await addToTotals(trx, views);
    });
    return true;
  } catch (error) {
    if (error instanceof SomeRecorded) return false;
    throw error;
  }
}

/** Rolls the transaction back; never leaves this file. */
class SomeRecorded extends Error {}

/** @returns how many of the rows are new, which takes a connection without FOUND_ROWS */
async function insertPostViews(
  trx: Transaction<Database>,
  views: readonly PostView[],
): Promise<number> {
  // Raw SQL: to build a thousand rows with the query builder costs more than to send them.
  const result = await trx.executeQuery(
    CompiledQuery.raw(
      'INSERT INTO post_views (event_id, post_uuid, user_id, ip, user_agent, referer, viewed_at) ' +
        `VALUES ${placeholders('(?, ?, ?, ?, ?, ?, ?)', views.length)} ON DUPLICATE KEY UPDATE id = id`,
      views.flatMap((view) => [
        toEventIdBytes(view.eventId),
        view.postUuid,
        view.userId,
        view.ip,
        view.userAgent,
        view.referer,
        toSqlDateTime(view.viewedAt),
      ]),
    ),
  );
  return Number(result.numAffectedRows);
}
