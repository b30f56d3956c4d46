import { sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import { execute } from '../queries/execute.ts';
import { type Compared, compare, findWrong } from './compared.ts';
import type { Drift, WrongCounter } from './drift.ts';

/** Posts in the order of their UUIDs: after the one, up to the other. */
export interface PostRange {
  /** Not among them; `''` for the beginning. */
  readonly after: string;
  /** The last of them. */
  readonly to: string;
}

/** How many posts have a total. */
export async function countPosts(db: DatabaseClient, signal: AbortSignal): Promise<number> {
  const statement = sql<{ posts: number }>`SELECT COUNT(*) AS posts FROM post_view_totals`;
  const [row] = await execute(db, statement.compile(db), signal);
  return row?.posts ?? 0;
}

interface LastRow {
  readonly last: string | null;
}

/**
 * The next so many posts that have a total or a day.
 *
 * @returns `undefined` when there are no more
 */
export async function nextPosts(
  db: DatabaseClient,
  after: string,
  posts: number,
  signal: AbortSignal,
): Promise<PostRange | undefined> {
  const statement = sql<LastRow>`SELECT MAX(post_uuid) AS last FROM (
      (SELECT post_uuid FROM post_view_totals FORCE INDEX (PRIMARY)
        WHERE post_uuid > ${after} ORDER BY post_uuid LIMIT ${posts})
      UNION
      (SELECT DISTINCT post_uuid FROM post_view_aggregates FORCE INDEX (PRIMARY)
        WHERE post_uuid > ${after} ORDER BY post_uuid LIMIT ${posts})
      ORDER BY post_uuid LIMIT ${posts}
    ) AS next`;
  const [row] = await execute(db, statement.compile(db), signal);
  return row?.last == null ? undefined : { after, to: row.last };
}

/**
 * Compares the totals of some posts with the sums of their days.
 *
 * @param signal ends the statement
 */
export function readTotalDrift(
  db: DatabaseClient,
  range: PostRange,
  signal: AbortSignal,
): Promise<Drift> {
  return compare(db, totalsCompared(range), signal);
}

/** @see readTotalDrift */
export function findWrongTotals(
  db: DatabaseClient,
  range: PostRange,
  limit: number,
  signal: AbortSignal,
): Promise<WrongCounter[]> {
  return findWrong(db, totalsCompared(range), limit, signal);
}

function totalsCompared({ after, to }: PostRange): Compared {
  return sql`
    SELECT post_uuid, view_count AS counted, 0 AS actual FROM post_view_totals FORCE INDEX (PRIMARY)
    WHERE post_uuid > ${after} AND post_uuid <= ${to}
    UNION ALL
    SELECT post_uuid, 0, SUM(view_count) FROM post_view_aggregates FORCE INDEX (PRIMARY)
    WHERE post_uuid > ${after} AND post_uuid <= ${to} GROUP BY post_uuid`;
}
