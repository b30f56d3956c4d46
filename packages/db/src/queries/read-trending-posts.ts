import { type RawBuilder, sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import type { Scored } from '../top-k/scores.ts';
import { MAX_ENTRIES } from '../top-k/walk-ranked-lists.ts';
import { dayLists } from './day-lists.ts';
import { type DayRange, daysOf } from './day-range.ts';
import { execute } from './execute.ts';
import { indexToSum } from './index-to-sum.ts';
import { rankOrSum } from './rank-or-sum.ts';
import { type RankingDeadline, withinDeadline } from './ranking-deadline.ts';
import { selectByPosts } from './select-by-posts.ts';
import { withinDays } from './within-days.ts';

export interface TrendingPost {
  readonly postUuid: string;
  /** Views in the range, and in the one before. */
  readonly current: number;
  readonly previous: number;
  readonly increase: number;
}

/** The two ranges that are compared. */
interface Compared {
  readonly range: DayRange;
  readonly previous: DayRange;
}

export interface Trending extends Compared, RankingDeadline {
  readonly limit: number;
  /** Posts with fewer views in the range are left out. */
  readonly minViews: number;
}

interface Row {
  readonly post_uuid: string;
  readonly views_now: string;
  readonly views_before: string;
}

/**
 * Reads the posts whose views have increased most, ties by UUID; posts whose views have not increased are not among them.
 * It works as {@link readTopPostsOfRange} does: an increase is never larger than the post's views in the range, so what
 * bounds these bounds it as well.
 *
 * @param maxEntries how much of the lists may be read before all rows of both ranges are
 * @throws {RankingTimeout}; the reason of `signal`; what the database throws
 */
export async function readTrendingPosts(
  db: DatabaseClient,
  { range, previous, limit, minViews, ...deadline }: Trending,
  maxEntries: number = MAX_ENTRIES,
): Promise<TrendingPost[]> {
  const compared = { range, previous };
  const days = daysOf(range);
  return withinDeadline(deadline, async (signal) => {
    const walk = {
      k: limit,
      minViews,
      lists: dayLists(db, days, signal),
      // All-time views say little of how they have changed.
      withTotals: false,
      daysPerScore: countDays(compared),
      maxEntries,
      scoresOf: async (posts: readonly string[]) =>
        (await readIncreases(db, posts, compared, signal)).filter(
          ({ current }) => current >= minViews,
        ),
    };
    const top = await rankOrSum(walk, () => sumAll(db, compared, { limit, minViews }, signal));
    return top.map(({ score: increase, ...post }) => ({ ...post, increase }));
  });
}

/** The increase is its score. */
type ScoredPost = Omit<TrendingPost, 'increase'> & Scored;

async function readIncreases(
  db: DatabaseClient,
  postUuids: readonly string[],
  compared: Compared,
  signal: AbortSignal,
): Promise<ScoredPost[]> {
  const statementOf = (posts: readonly string[]) =>
    sql<Row>`SELECT post_uuid, ${bothSums(compared)}
      FROM post_view_aggregates FORCE INDEX (PRIMARY)
      WHERE post_uuid IN (${sql.join(posts)}) AND ${inEither(compared)}
      GROUP BY post_uuid`.compile(db);
  return (await selectByPosts(db, postUuids, statementOf, signal)).map(toScoredPost);
}

async function sumAll(
  db: DatabaseClient,
  compared: Compared,
  { limit, minViews }: Pick<Trending, 'limit' | 'minViews'>,
  signal: AbortSignal,
): Promise<ScoredPost[]> {
  const statement = sql<Row>`SELECT post_uuid, views_now, views_before FROM (
      SELECT post_uuid, ${bothSums(compared)}
      FROM post_view_aggregates ${indexToSum(countDays(compared))}
      WHERE ${inEither(compared)} GROUP BY post_uuid
    ) AS sums
    WHERE views_now >= ${minViews} AND views_now > views_before
    ORDER BY views_now - views_before DESC, post_uuid LIMIT ${limit}`;
  return (await execute(db, statement.compile(db), signal)).map(toScoredPost);
}

function countDays({ range, previous }: Compared): number {
  return daysOf(range).length + daysOf(previous).length;
}

function bothSums({ range, previous }: Compared): RawBuilder<unknown> {
  const sum = (days: DayRange) => sql`SUM(IF(${withinDays(days)}, view_count, 0))`;
  return sql`${sum(range)} AS views_now, ${sum(previous)} AS views_before`;
}

function inEither({ range, previous }: Compared): RawBuilder<boolean> {
  return sql`(${withinDays(range)} OR ${withinDays(previous)})`;
}

function toScoredPost(row: Row): ScoredPost {
  const [current, previous] = [Number(row.views_now), Number(row.views_before)];
  return { postUuid: row.post_uuid, current, previous, score: current - previous };
}
