import { CompiledQuery } from 'kysely';
import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';

/** The beginning of a list of posts, most views first. */
export interface RankedList {
  readonly views: ReadonlyMap<string, number>;
  /** The most that a post can have which is not among them: 0 when they are all that there are. */
  readonly others: number;
}

export interface RankedLists {
  /** One of each day. */
  readonly days: readonly RankedList[];
  /** That of the totals of all days, if it was asked for. */
  readonly totals?: RankedList;
}

/** How many posts to read of a list. */
export interface Depths {
  readonly ofDay: number;
  /** 0 for none. */
  readonly ofTotals: number;
}

interface Row {
  readonly list: number;
  readonly post_uuid: string;
  readonly view_count: number;
}

/**
 * The posts that were seen most on each of some days, and of all time: the heads of two indexes. It is one
 * statement, so they are of the same moment.
 *
 * @param days UTC, `YYYY-MM-DD`
 */
export async function readRankedLists(
  db: DatabaseClient,
  days: readonly string[],
  { ofDay, ofTotals }: Depths,
): Promise<RankedLists> {
  const heads = days.map((day, list) => selectHeadOfDay(list, day, ofDay));
  if (ofTotals > 0) heads.push(selectHeadOfTotals(days.length, ofTotals));
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(heads.join(' UNION ALL ')));

  const views = heads.map(() => new Map<string, number>());
  for (const { list, post_uuid, view_count } of rows) views[list]?.set(post_uuid, view_count);
  const [totals] = views.splice(days.length);
  return {
    days: views.map((day) => rankedList(day, ofDay)),
    ...(totals && { totals: rankedList(totals, ofTotals) }),
  };
}

// An index has the order as it is wanted, ties included: as many entries are read as are asked for, and nothing sorted.

function selectHeadOfDay(list: number, day: string, depth: number): string {
  return (
    `(SELECT ${list} AS list, post_uuid, view_count FROM post_view_aggregates FORCE INDEX (idx_top_of_day) ` +
    `WHERE date = ${quote(day)} ORDER BY view_count DESC, post_uuid LIMIT ${depth})`
  );
}

function selectHeadOfTotals(list: number, depth: number): string {
  return (
    `(SELECT ${list} AS list, post_uuid, view_count FROM post_view_totals ` +
    `ORDER BY view_count DESC, post_uuid LIMIT ${depth})`
  );
}

/** @param views in the order of the list */
function rankedList(views: ReadonlyMap<string, number>, depth: number): RankedList {
  const last = [...views.values()].at(-1) ?? 0;
  return { views, others: views.size < depth ? 0 : last };
}
