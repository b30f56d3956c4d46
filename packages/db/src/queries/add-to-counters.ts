import { CompiledQuery, type Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { toSqlDate } from '../time.ts';
import { placeholders } from './placeholders.ts';
import { compare, type PostView } from './post-view.ts';

// Both statements add, and never read first: `c = c + n` is right whatever others do meanwhile. Keys go
// in the order of the primary key, so that two writers lock in the same order. VALUES() rather than a
// row alias, which MariaDB does not know.

/** Adds each view to the counter of its post and its own UTC day. */
export async function addToAggregates(
  trx: Transaction<Database>,
  views: readonly PostView[],
): Promise<void> {
  const counts = countByKey(views, ({ postUuid, viewedAt }) => [postUuid, toSqlDate(viewedAt)]);
  await trx.executeQuery(
    CompiledQuery.raw(
      'INSERT INTO post_view_aggregates (post_uuid, date, view_count) ' +
        `VALUES ${placeholders('(?, ?, ?)', counts.length)} ` +
        'ON DUPLICATE KEY UPDATE view_count = view_count + VALUES(view_count)',
      counts.flatMap(({ key, count }) => [...key, count]),
    ),
  );
}

/** Adds each view to the total of its post. */
export async function addToTotals(
  trx: Transaction<Database>,
  views: readonly PostView[],
): Promise<void> {
  const counts = countByKey(views, ({ postUuid }) => [postUuid]);
  await trx.executeQuery(
    CompiledQuery.raw(
      'INSERT INTO post_view_totals (post_uuid, view_count) ' +
        `VALUES ${placeholders('(?, ?)', counts.length)} ` +
        'ON DUPLICATE KEY UPDATE view_count = view_count + VALUES(view_count)',
      counts.flatMap(({ key, count }) => [...key, count]),
    ),
  );
}

/** How many of the views have each key, in the order of the keys. */
function countByKey(
  views: readonly PostView[],
  keyOf: (view: PostView) => readonly string[],
): { key: readonly string[]; count: number }[] {
  const counts = new Map<string, { key: readonly string[]; count: number }>();
  for (const view of views) {
    const key = keyOf(view);
    const counted = counts.get(key.join());
    if (counted) counted.count += 1;
    else counts.set(key.join(), { key, count: 1 });
  }
  return [...counts].sort(([a], [b]) => compare(a, b)).map(([, counted]) => counted);
}
