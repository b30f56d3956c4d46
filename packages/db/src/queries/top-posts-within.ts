import { CompiledQuery } from 'kysely';
import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';
import { type DayRange, daysOf } from './day-range.ts';
import { indexToSum } from './index-to-sum.ts';
import { rankedListsOf } from './ranked-lists.ts';
import type { Page, PostViews } from './top-posts.ts';
import { viewsWithin } from './views-within.ts';
import { walkRankedLists } from './walk-ranked-lists.ts';

export interface TopPostsWithin extends Page {
  readonly range: DayRange;
  /** Ends it between two statements, of which there may be some ten. */
  readonly signal?: AbortSignal;
}

/** After that, to add up all rows of the range is not much slower any more, and surely gets there. */
export const MOST_ENTRIES = 400_000;

interface Row {
  readonly post_uuid: string;
  readonly views: number | string;
}

/**
 * The most seen posts of a range of days, most views first, ties by UUID. One day is read off the index; for several
 * {@link walkRankedLists} reads the heads of their lists, and where that finds nothing all rows of the range are added up.
 *
 * @param mostEntries how much of the lists may be read before that
 */
export async function topPostsWithin(
  db: DatabaseClient,
  { range, limit, offset, signal }: TopPostsWithin,
  mostEntries: number = MOST_ENTRIES,
): Promise<PostViews[]> {
  const page = { limit, offset };
  if (range.from === range.to) return topPostsOfDay(db, range.from, page);
  const days = daysOf(range);
  const found = await walkRankedLists({
    wanted: offset + limit,
    leastViews: 1,
    lists: rankedListsOf(db, days),
    withTotals: true,
    daysOfScore: days.length,
    mostEntries,
    signal,
    scoresOf: async (posts) =>
      [...(await viewsWithin(db, posts, range))].map(([postUuid, score]) => ({ postUuid, score })),
  });
  signal?.throwIfAborted();
  if (found === undefined) return sumAll(db, range, page);
  return found.slice(offset).map(({ postUuid, score }) => ({ postUuid, views: score }));
}

function topPostsOfDay(
  db: DatabaseClient,
  day: string,
  { limit, offset }: Page,
): Promise<PostViews[]> {
  return select(
    db,
    'SELECT post_uuid, view_count AS views FROM post_view_aggregates FORCE INDEX (idx_top_of_day) ' +
      `WHERE date = ${quote(day)} AND view_count > 0 ` +
      `ORDER BY view_count DESC, post_uuid LIMIT ${limit} OFFSET ${offset}`,
  );
}

function sumAll(
  db: DatabaseClient,
  range: DayRange,
  { limit, offset }: Page,
): Promise<PostViews[]> {
  const { from, to } = range;
  return select(
    db,
    `SELECT post_uuid, SUM(view_count) AS views FROM post_view_aggregates ${indexToSum(daysOf(range).length)} ` +
      `WHERE date BETWEEN ${quote(from)} AND ${quote(to)} GROUP BY post_uuid HAVING views > 0 ` +
      `ORDER BY views DESC, post_uuid LIMIT ${limit} OFFSET ${offset}`,
  );
}

async function select(db: DatabaseClient, statement: string): Promise<PostViews[]> {
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(statement));
  return rows.map(({ post_uuid, views }) => ({ postUuid: post_uuid, views: Number(views) }));
}
