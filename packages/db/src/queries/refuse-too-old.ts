import type { Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { keptSince } from '../partitions/status.ts';
import { DAY_SECONDS, startOfDay } from '../time.ts';
import type { PostView } from './post-view.ts';

/** Rolls the transaction back. */
export class SomeTooOld extends Error {
  /** Unix seconds. */
  readonly keptSince: number;

  constructor(since: number) {
    super('some views are older than the oldest day that is kept');
    this.keptSince = since;
  }
}

/**
 * Sees to it that no view is counted whose day has been dropped, and with it what would tell that it
 * had been counted before.
 *
 * To be called when `views` have been inserted: from then until the end of the transaction no partition
 * can be dropped. Today and the two days before never are, so the usual batch costs no question, and a clock
 * that is behind by a day makes no difference.
 *
 * @param now milliseconds since 1970
 * @throws {SomeTooOld}
 */
export async function refuseTooOld(
  trx: Transaction<Database>,
  views: readonly PostView[],
  now: number,
): Promise<void> {
  const oldest = Math.min(...views.map(({ viewedAt }) => viewedAt));
  if (oldest >= startOfDay(now / 1000) - DAY_SECONDS) return;
  const since = await keptSince(trx);
  if (oldest < since) throw new SomeTooOld(since);
}
