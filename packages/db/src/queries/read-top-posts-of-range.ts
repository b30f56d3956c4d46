import { sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import type { Scored } from '../top-k/scores.ts';
import { MAX_ENTRIES } from '../top-k/walk-ranked-lists.ts';
import { dayLists } from './day-lists.ts';
import { type DayRange, daysOf } from './day-range.ts';
import { execute } from './execute.ts';
import { headOfDay } from './head-of-day.ts';
import { indexToSum } from './index-to-sum.ts';
import { rankOrSum } from './rank-or-sum.ts';
import { type RankingDeadline, withinDeadline } from './ranking-deadline.ts';
import type { Page, PostViews } from './read-top-posts.ts';
import { readViews } from './read-views.ts';
import { withinDays } from './within-days.ts';

export interface TopPostsOfRange extends Page, RankingDeadline {
  readonly range: DayRange;
}

/**
 * Reads the posts with the most views over a range of days, most views first, ties by UUID. One day is read off the
 * index; over several days {@link walkRankedLists} finds them, or all rows of the range are added up.
 *
 * @param maxEntries how much of the lists may be read before all rows are
 * @throws {RankingTimeout}; the reason of `signal`; what the database throws
 */
export async function readTopPostsOfRange(
  db: DatabaseClient,
  { range, limit, offset, ...deadline }: TopPostsOfRange,
  maxEntries: number = MAX_ENTRIES,
): Promise<PostViews[]> {
  const days = daysOf(range);
  const k = offset + limit;
  return withinDeadline(deadline, async (signal) => {
    if (range.from === range.to)
      return readTopPostsOfDay(db, range.from, { limit, offset }, signal);
    const walk = {
      k,
      minViews: 1,
      lists: dayLists(db, days, signal),
      withTotals: true,
      daysPerScore: days.length,
      maxEntries,
      scoresOf: async (posts: readonly string[]) =>
        [...(await readViews(db, posts, range, signal))].map(toScored),
    };
    const top = await rankOrSum(walk, () => sumAll(db, range, k, signal));
    return top.slice(offset).map(({ postUuid, score }) => ({ postUuid, views: score }));
  });
}

async function readTopPostsOfDay(
  db: DatabaseClient,
  day: string,
  page: Page,
  signal: AbortSignal,
): Promise<PostViews[]> {
  const rows = await execute(db, headOfDay(0, day, page).compile(db), signal);
  return rows.map(({ post_uuid, view_count }) => ({ postUuid: post_uuid, views: view_count }));
}

async function sumAll(
  db: DatabaseClient,
  range: DayRange,
  k: number,
  signal: AbortSignal,
): Promise<Scored[]> {
  const statement = sql<{ post_uuid: string; views: string }>`
    SELECT post_uuid, SUM(view_count) AS views
    FROM post_view_aggregates ${indexToSum(daysOf(range).length)}
    WHERE ${withinDays(range)} GROUP BY post_uuid HAVING views > 0
    ORDER BY views DESC, post_uuid LIMIT ${k}`;
  const rows = await execute(db, statement.compile(db), signal);
  return rows.map(({ post_uuid, views }) => toScored([post_uuid, Number(views)]));
}

function toScored([postUuid, score]: readonly [string, number]): Scored {
  return { postUuid, score };
}
