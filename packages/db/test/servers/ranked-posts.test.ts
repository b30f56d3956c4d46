import { seededRandom } from '@post-views/testing/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DayRange,
  type PostViews,
  readTopPostsOfRange,
  readTrendingPosts,
  type Trending,
  type TrendingPost,
} from '../../src/index.ts';
import { type Migrated, openMigrated } from '../open-migrated.ts';

const DAYS = 60;
const POSTS = 300;
const FIRST_DAY = Date.UTC(2026, 9, 1);
const day = (n: number) => new Date(FIRST_DAY + n * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** How many views a post has on a day, 0 for none. */
type Spread = (post: number, day: number, random: () => number) => number;

const SPREADS: Readonly<Record<string, Spread>> = {
  'few posts seen much more than others': (post, _, random) =>
    Math.floor((2_000 / (post + 1)) * (0.5 + random())),
  'posts seen much for a few days each': (post, n, random) =>
    n >= post / 5 && n < post / 5 + 4 ? Math.ceil(random() * 1_000) : Math.floor(random() * 1.2),
  'posts seen nearly alike, with many ties': (_, __, random) => Math.floor(random() * 3),
  'posts all seen alike': () => 1,
  'hardly any views, and days without one': (post, n, random) =>
    n % 3 === 0 || post > 20 ? 0 : Math.floor(random() * 1.5),
};

describe.each(Object.entries(SPREADS))('%s', (_, spread) => {
  let migrated: Migrated;
  let rows: { post: string; date: string; views: number }[];

  beforeAll(async () => {
    migrated = await openMigrated();
    const random = seededRandom(7);
    const uuids = Array.from({ length: POSTS }, () => {
      const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    });
    rows = uuids.flatMap((post, n) =>
      Array.from({ length: DAYS }, (_, d) => ({ post, date: day(d), views: spread(n, d, random) })),
    );
    rows = rows.filter(({ views }) => views > 0);
    const values = rows.map(({ post, date, views }) => `('${post}','${date}',${views})`);
    await migrated.server.query(`INSERT INTO post_view_aggregates VALUES ${values.join()}`);
    await migrated.server.query(
      `INSERT INTO post_view_totals
       SELECT post_uuid, SUM(view_count) FROM post_view_aggregates GROUP BY post_uuid`,
    );
  });
  afterAll(() => migrated[Symbol.asyncDispose]());

  function sums({ from, to }: DayRange): Map<string, number> {
    const byPost = new Map<string, number>();
    for (const { post, date, views } of rows) {
      if (date >= from && date <= to) byPost.set(post, (byPost.get(post) ?? 0) + views);
    }
    return byPost;
  }

  function naiveTop(range: DayRange): PostViews[] {
    return [...sums(range)]
      .map(([postUuid, views]) => ({ postUuid, views }))
      .sort((a, b) => b.views - a.views || (a.postUuid < b.postUuid ? -1 : 1));
  }

  function naiveTrending({ range, previous, limit, minViews }: Trending): TrendingPost[] {
    const before = sums(previous);
    return [...sums(range)]
      .map(([postUuid, current]) => ({ postUuid, current, previous: before.get(postUuid) ?? 0 }))
      .map((post) => ({ ...post, increase: post.current - post.previous }))
      .filter(({ current, increase }) => current >= minViews && increase > 0)
      .sort((a, b) => b.increase - a.increase || (a.postUuid < b.postUuid ? -1 : 1))
      .slice(0, limit);
  }

  describe.each([
    ['whatever it has to read', undefined],
    ['walking the lists to their ends', 1e9],
    ['giving up half-way', 1_500],
    ['adding up all rows', 0],
  ])('%s', (__, maxEntries) => {
    it.each([
      [0, 59],
      [53, 59],
      [30, 59],
      [20, 21],
      [59, 59],
      [58, 90],
      [-20, 2],
      [70, 80],
    ])('readTopPostsOfRange of the days %i to %i is what adding up finds', async (from, to) => {
      const range = { from: day(from), to: day(to) };
      const expected = naiveTop(range);
      for (const [limit, offset] of [
        [1, 0],
        [10, 0],
        [10, 7],
        [100, 0],
        [20, 285],
        [10, 1_000],
      ] as const) {
        const posts = await readTopPostsOfRange(migrated.db, { range, limit, offset }, maxEntries);
        expect(posts).toEqual(expected.slice(offset, offset + limit));
      }
    });

    it.each([
      [53, 59],
      [30, 59],
      [7, 13],
      [59, 59],
      [61, 65],
      [-3, 3],
    ])('readTrendingPosts of the days %i to %i is what adding up finds', async (from, to) => {
      const range = { from: day(from), to: day(to) };
      const previous = { from: day(from - (to - from) - 1), to: day(from - 1) };
      for (const [limit, minViews] of [
        [1, 1],
        [10, 10],
        [100, 1],
        [20, 500],
      ] as const) {
        const trending = { range, previous, limit, minViews };
        expect(await readTrendingPosts(migrated.db, trending, maxEntries)).toEqual(
          naiveTrending(trending),
        );
      }
    });
  });
});
