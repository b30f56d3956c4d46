import type { DatabaseClient } from '../client.ts';
import { keptSince } from '../partitions/status.ts';
import { fromSqlDate, toSqlDate } from '../time.ts';

/** The raw views of a day are not there any more: nothing tells what its counters should say. */
export class DayDropped extends Error {
  override readonly name = 'DayDropped';
  readonly day: string;

  /** @param since the first day that is still there */
  constructor(day: string, since: string) {
    super(`the raw views of ${day} have been dropped; those since ${since} are kept`);
    this.day = day;
  }
}

/**
 * To be called when the raw views of the day have been read: if they were dropped before that, it is seen now.
 *
 * @throws {DayDropped}
 */
export async function refuseDropped(db: DatabaseClient, day: string): Promise<void> {
  const since = await keptSince(db);
  if (fromSqlDate(day) < since) throw new DayDropped(day, toSqlDate(since));
}
