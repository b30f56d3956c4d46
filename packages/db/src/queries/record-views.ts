import type { DatabaseClient } from '../client.ts';
import { addToAggregates, addToTotals } from './add-to-counters.ts';
import { countByPost } from './count-by-post.ts';
import { insertPostViews } from './insert-post-views.ts';
import { distinctInKeyOrder, keyOf, type PostView } from './post-view.ts';
import { refuseTooOld, SomeTooOld } from './refuse-too-old.ts';
import { selectRecorded } from './select-recorded.ts';

export interface RecordedViews {
  /** The number of views that were new, and are now stored and counted. */
  readonly recorded: number;
  /** The number of those that were stored already, or given more than once. */
  readonly duplicates: number;
  /** Views from before the oldest day that is kept: neither stored nor counted. */
  readonly tooOld: readonly PostView[];
}

/**
 * Stores views and counts them, each exactly once, however often it is called with the same ones.
 *
 * The unique key on `event_id` is the only judge of what is new, since another replica may hold the
 * same event at the same moment. So the counters are written only in a transaction whose insert found
 * every one of its rows new; when some were there already, that transaction is rolled back and another
 * one tried without them. A view whose day has been dropped can't be told from a new one, and is left out
 * in the same way.
 *
 * All or nothing: when it throws, nothing was stored, unless the connection was lost during COMMIT;
 * calling it again is right in either case. Errors of the database are thrown as they came:
 * {@link classifyError} says what they mean.
 *
 * @param now milliseconds since 1970
 */
export async function recordViews(
  db: DatabaseClient,
  views: readonly PostView[],
  now = Date.now(),
): Promise<RecordedViews> {
  try {
    return { ...(await recordNew(db, views, now)), tooOld: [] };
  } catch (error) {
    if (!(error instanceof SomeTooOld)) throw error;
    const kept = views.filter(({ viewedAt }) => viewedAt >= error.keptSince);
    const old = views.filter(({ viewedAt }) => viewedAt < error.keptSince);
    const recorded = await recordViews(db, kept, now);
    return { ...recorded, tooOld: [...old, ...recorded.tooOld] };
  }
}

async function recordNew(
  db: DatabaseClient,
  views: readonly PostView[],
  now: number,
): Promise<Omit<RecordedViews, 'tooOld'>> {
  let candidates = distinctInKeyOrder(views);
  let vanished = 0;
  while (candidates.length > 0 && !(await recordIfAllNew(db, candidates, now))) {
    const recorded = await selectRecorded(db, candidates);
    if (recorded.size === 0 && ++vanished > MOST_VANISHED) throw new MiscountedInsert();
    candidates = candidates.filter((view) => !recorded.has(keyOf(view)));
  }
  return { recorded: candidates.length, duplicates: views.length - candidates.length };
}

/**
 * A row that existed may be gone when it is looked for: its writer has rolled back meanwhile. That is rare; this often in
 * a row, something else is wrong.
 */
const MOST_VANISHED = 3;

/** The server says again and again that some rows were there already, but none of them can be found. */
class MiscountedInsert extends Error {
  override readonly name = 'MiscountedInsert';
}

/** One transaction; `false` when some of the views were there already, and nothing was written. */
async function recordIfAllNew(
  db: DatabaseClient,
  views: readonly PostView[],
  now: number,
): Promise<boolean> {
  try {
    await db.transaction().execute(async (trx) => {
      if ((await insertPostViews(trx, views)) !== views.length) throw new SomeRecorded();
      await refuseTooOld(trx, views, now);
      const counts = countByPost(views);
      await addToAggregates(trx, counts);
      await addToTotals(trx, counts);
    });
    return true;
  } catch (error) {
    if (error instanceof SomeRecorded) return false;
    throw error;
  }
}

/** Rolls the transaction back; never leaves this file. */
class SomeRecorded extends Error {}
