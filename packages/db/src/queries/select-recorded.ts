import { sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import { toSqlDateTime } from '../time.ts';
import { fromEventIdBytes, keyOf, type PostView, toHex } from './post-view.ts';

/** @returns the keys ({@link keyOf}) of those among `views` that are stored */
export async function selectRecorded(
  db: DatabaseClient,
  views: readonly PostView[],
): Promise<ReadonlySet<string>> {
  const times = views.map((view) => view.viewedAt);
  const rows = await db
    .selectFrom('post_views')
    .select(['event_id', sql<number>`UNIX_TIMESTAMP(viewed_at)`.as('viewed_at')])
    .where(
      'event_id',
      'in',
      views.map((view) => Buffer.from(toHex(view.eventId), 'hex')),
    )
    // Nothing but a hint: only the partitions of these days need to be looked at.
    .where('viewed_at', '>=', sql<Date>`${toSqlDateTime(Math.min(...times))}`)
    .where('viewed_at', '<=', sql<Date>`${toSqlDateTime(Math.max(...times))}`)
    .execute();
  return new Set(
    rows.map((row) =>
      keyOf({ eventId: fromEventIdBytes(row.event_id), viewedAt: Number(row.viewed_at) }),
    ),
  );
}
