import { CompiledQuery } from 'kysely';
import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';
import { toSqlDateTime } from '../time.ts';
import { fromEventIdBytes, keyOf, type PostView, toHex } from './post-view.ts';

/** After that nobody waits for the answer any more, and the server should stop. */
const LIMIT_MS = 20_000;
/** MariaDB and MySQL spell it differently, and each ignores the other's. */
const SELECT =
  `/*M! SET STATEMENT max_statement_time = ${LIMIT_MS / 1000} FOR */ ` +
  `SELECT /*+ MAX_EXECUTION_TIME(${LIMIT_MS}) */ event_id, UNIX_TIMESTAMP(viewed_at) AS viewed_at FROM post_views WHERE `;

interface Row {
  readonly event_id: Buffer;
  readonly viewed_at: number;
}

/**
 * Each view is looked for by all of its key, and nothing else will do. A look for what is not there by a part of it goes on
 * to the next row that can be seen: past all that others are just writing, and new rows have the largest ids. A thousand
 * looks past some thousand rows each take so long that there are more of them all the while.
 *
 * @returns the keys ({@link keyOf}) of those among `views` that are stored
 */
export async function selectRecorded(
  db: DatabaseClient,
  views: readonly PostView[],
): Promise<ReadonlySet<string>> {
  const keys = views.map(
    ({ eventId, viewedAt }) =>
      `(event_id = X${quote(toHex(eventId))} AND viewed_at = '${toSqlDateTime(viewedAt)}')`,
  );
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(SELECT + keys.join(' OR ')));
  return new Set(
    rows.map((row) =>
      keyOf({ eventId: fromEventIdBytes(row.event_id), viewedAt: Number(row.viewed_at) }),
    ),
  );
}
