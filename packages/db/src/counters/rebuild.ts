import { sql, type Transaction } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import type { Database } from '../database.ts';
import { viewedOn } from './day-drift.ts';
import { refuseDropped } from './day-dropped.ts';

/**
 * Counts the raw views of posts on a day again, and replaces their counters of that day and their totals, in one
 * transaction: readers see all of it at once. Views may be counted at the same time; writers of these posts wait meanwhile.
 *
 * @param day UTC, `YYYY-MM-DD`
 * @param posts in the order of their UUIDs, as writers lock them; no more than go into one list
 * @throws {DayDropped} and leaves everything as it was
 */
export async function rebuildDay(
  db: DatabaseClient,
  day: string,
  posts: readonly string[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockDay(trx, day, posts);
    const { rows } = await sql<{ post_uuid: string; views: number }>`
      SELECT post_uuid, COUNT(*) AS views FROM post_views FORCE INDEX (idx_post_uuid)
      WHERE post_uuid IN (${sql.join(posts)}) AND ${viewedOn(day)} GROUP BY post_uuid`.execute(trx);
    // Having read the table keeps its partitions from being dropped until the end of the transaction.
    await refuseDropped(trx, day);
    const views = new Map(rows.map((row) => [row.post_uuid, row.views]));
    await setDay(trx, day, posts, views);
    await replaceTotals(trx, posts);
  });
}

/**
 * Adds up the days of posts again, and replaces their totals.
 *
 * @see rebuildDay
 */
export async function rebuildTotals(db: DatabaseClient, posts: readonly string[]): Promise<void> {
  await db.transaction().execute((trx) => replaceTotals(trx, posts));
}

/** Writes no other number; a counter that is missing is made, so that there is one to lock. */
async function lockDay(
  trx: Transaction<Database>,
  day: string,
  posts: readonly string[],
): Promise<void> {
  const rows = posts.map((post) => sql`(${post}, ${day}, 0)`);
  await sql`INSERT INTO post_view_aggregates (post_uuid, date, view_count) VALUES ${sql.join(rows)}
    ON DUPLICATE KEY UPDATE view_count = view_count`.execute(trx);
}

async function setDay(
  trx: Transaction<Database>,
  day: string,
  posts: readonly string[],
  views: ReadonlyMap<string, number>,
): Promise<void> {
  const [seen, unseen] = partition(posts, views);
  if (seen.length > 0) {
    const rows = seen.map((post) => sql`(${post}, ${day}, ${views.get(post)})`);
    await sql`INSERT INTO post_view_aggregates (post_uuid, date, view_count) VALUES ${sql.join(rows)}
      ON DUPLICATE KEY UPDATE view_count = VALUES(view_count)`.execute(trx);
  }
  if (unseen.length > 0) {
    await sql`DELETE FROM post_view_aggregates
      WHERE date = ${day} AND post_uuid IN (${sql.join(unseen)})`.execute(trx);
  }
}

async function replaceTotals(trx: Transaction<Database>, posts: readonly string[]): Promise<void> {
  const none = posts.map((post) => sql`(${post}, 0)`);
  await sql`INSERT INTO post_view_totals (post_uuid, view_count) VALUES ${sql.join(none)}
    ON DUPLICATE KEY UPDATE view_count = view_count`.execute(trx);
  const { rows } = await sql<{ post_uuid: string; views: string }>`
    SELECT post_uuid, SUM(view_count) AS views FROM post_view_aggregates
    WHERE post_uuid IN (${sql.join(posts)}) GROUP BY post_uuid`.execute(trx);
  const views = new Map(rows.map((row) => [row.post_uuid, Number(row.views)]));
  const [seen, unseen] = partition(posts, views);
  if (seen.length > 0) {
    const totals = seen.map((post) => sql`(${post}, ${views.get(post)})`);
    await sql`INSERT INTO post_view_totals (post_uuid, view_count) VALUES ${sql.join(totals)}
      ON DUPLICATE KEY UPDATE view_count = VALUES(view_count)`.execute(trx);
  }
  if (unseen.length > 0) {
    await sql`DELETE FROM post_view_totals WHERE post_uuid IN (${sql.join(unseen)})`.execute(trx);
  }
}

/** Those that have views, and those that have none, whose counters go. */
function partition(
  posts: readonly string[],
  views: ReadonlyMap<string, number>,
): readonly [string[], string[]] {
  const isSeen = (post: string) => (views.get(post) ?? 0) > 0;
  return [posts.filter(isSeen), posts.filter((post) => !isSeen(post))];
}
