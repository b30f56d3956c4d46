import { CompiledQuery } from 'kysely';
import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';
import { type DayRange, daysOf } from './day-range.ts';
import { indexToSum } from './index-to-sum.ts';
import { rankedListsOf } from './ranked-lists.ts';
import { selectByPosts } from './select-by-posts.ts';
import { MOST_ENTRIES } from './top-posts-within.ts';
import { walkRankedLists } from './walk-ranked-lists.ts';

export interface TrendingPost {
  readonly postUuid: string;
  /** Views in the range, and in the one before. */
  readonly current: number;
  readonly previous: number;
  readonly increase: number;
}

export interface Trending {
  readonly range: DayRange;
  /** What it is compared with. */
  readonly previous: DayRange;
  readonly limit: number;
  /** Fewer views in the range don't count. */
  readonly floor: number;
  /** Ends it between two statements, of which there may be some ten. */
  readonly signal?: AbortSignal;
}

interface Row {
  readonly post_uuid: string;
  readonly views_now: string;
  readonly views_before: string;
}

/**
 * The posts whose views have increased most, ties by UUID; those whose views have not are not among them. Found as
 * {@link topPostsWithin} does: an increase is never larger than the views that a post has now, so what bounds these
 * bounds it as well.
 *
 * @param mostEntries how much of the lists may be read before all rows of both ranges are
 */
export async function trendingPosts(
  db: DatabaseClient,
  { range, previous, limit, floor, signal }: Trending,
  mostEntries: number = MOST_ENTRIES,
): Promise<TrendingPost[]> {
  const days = daysOf(range);
  const sums = sumsOf(range, previous);
  const found = await walkRankedLists({
    wanted: limit,
    leastViews: floor,
    lists: rankedListsOf(db, days),
    // What a post has in all says little of how it has changed.
    withTotals: false,
    daysOfScore: days.length + daysOf(previous).length,
    mostEntries,
    signal,
    scoresOf: async (posts) => {
      const rows = await selectByPosts<Row>(
        db,
        posts,
        (list) =>
          `SELECT post_uuid, ${sums} FROM post_view_aggregates FORCE INDEX (PRIMARY) ` +
          `WHERE post_uuid IN (${list}) AND ${either(range, previous)} GROUP BY post_uuid`,
      );
      return rows
        .map(toTrendingPost)
        .filter(({ current }) => current >= floor)
        .map((post) => ({ ...post, score: post.increase }));
    },
  });
  signal?.throwIfAborted();
  if (found === undefined) return sumAll(db, { range, previous, limit, floor });
  return found.map(({ score: increase, ...post }) => ({ ...post, increase }));
}

async function sumAll(
  db: DatabaseClient,
  { range, previous, limit, floor }: Trending,
): Promise<TrendingPost[]> {
  const index = indexToSum(daysOf(range).length + daysOf(previous).length);
  const { rows } = await db.executeQuery<Row>(
    CompiledQuery.raw(
      'SELECT post_uuid, views_now, views_before FROM (' +
        `SELECT post_uuid, ${sumsOf(range, previous)} FROM post_view_aggregates ${index} ` +
        `WHERE ${either(range, previous)} GROUP BY post_uuid) AS sums ` +
        `WHERE views_now >= ${floor} AND views_now > views_before ` +
        `ORDER BY views_now - views_before DESC, post_uuid LIMIT ${limit}`,
    ),
  );
  return rows.map(toTrendingPost);
}

function sumsOf(range: DayRange, previous: DayRange): string {
  const sum = (days: DayRange) => `SUM(IF(${within(days)}, view_count, 0))`;
  return `${sum(range)} AS views_now, ${sum(previous)} AS views_before`;
}

function either(range: DayRange, previous: DayRange): string {
  return `(${within(range)} OR ${within(previous)})`;
}

function within({ from, to }: DayRange): string {
  return `date BETWEEN ${quote(from)} AND ${quote(to)}`;
}

function toTrendingPost(row: Row): TrendingPost {
  const [current, previous] = [Number(row.views_now), Number(row.views_before)];
  return { postUuid: row.post_uuid, current, previous, increase: current - previous };
}
