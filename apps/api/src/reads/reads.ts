import {
  type DatabaseClient,
  type DayRange,
  dailyViewsOf,
  MOST_IN_LIST,
  readStats,
  topPosts,
  topPostsWithin,
  totalsOf,
  trendingPosts,
  viewsWithin,
} from '@post-views/db';
import { LRUCache } from 'lru-cache';
import { createBreaker } from './breaker.ts';
import { Gatherer, type ReadPosts } from './gatherer.ts';

export interface ReadsOptions {
  /** For what is read by the key of a post. */
  readonly db: DatabaseClient;
  /** For what may take longer, so that it never holds a connection that others wait for. */
  readonly rankingDb: DatabaseClient;
}

/** What the API asks the database. */
export type Reads = ReturnType<typeof createReads>;

/** A longer list would take a statement more. */
const GATHERER = { maxPosts: MOST_IN_LIST, maxStatements: 2 };
/** Ranges of days that are asked for at the same time. One that is forgotten is only not gathered with what comes later. */
const RANGES = 100;
const BREAKER = { pauseMs: 500 };
/** All statements of a ranked list together, but for the last of them. */
const RANKING_MS = 5_000;

/** Questions by the key of a post are gathered from all callers; all of them are spared a database that is away. */
export function createReads({ db, rankingDb }: ReadsOptions) {
  const ask = createBreaker(BREAKER);
  const askRanking = createBreaker(BREAKER);
  const gather = <T>(read: ReadPosts<T>) =>
    new Gatherer<T>((posts) => ask(() => read(posts)), GATHERER);
  const gatherByRange = <T>(
    read: (posts: readonly string[], range: DayRange) => ReturnType<ReadPosts<T>>,
  ) => {
    const gatherers = new LRUCache<string, Gatherer<T>>({ max: RANGES });
    return (posts: readonly string[], range: DayRange) => {
      const key = `${range.from} ${range.to}`;
      const gatherer = gatherers.get(key) ?? gather((all) => read(all, range));
      gatherers.set(key, gatherer);
      return gatherer.load(posts);
    };
  };
  const totals = gather((posts) => totalsOf(db, posts));

  return {
    totals: (posts: readonly string[]) => totals.load(posts),
    viewsWithin: gatherByRange((posts, range) => viewsWithin(db, posts, range)),
    dailyViews: gatherByRange((posts, range) => dailyViewsOf(db, posts, range)),
    top: (options: Parameters<typeof topPosts>[1]) => ask(() => topPosts(db, options)),
    topWithin: (options: Parameters<typeof topPostsWithin>[1]) =>
      askRanking(() => topPostsWithin(rankingDb, { ...options, ...upTo(RANKING_MS) })),
    trending: (options: Parameters<typeof trendingPosts>[1]) =>
      askRanking(() => trendingPosts(rankingDb, { ...options, ...upTo(RANKING_MS) })),
    stats: (today: string) => askRanking(() => readStats(rankingDb, today)),
  };
}

function upTo(ms: number): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.timeout(ms) };
}
