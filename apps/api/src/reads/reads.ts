import {
  type DatabaseClient,
  type DayRange,
  MOST_IN_LIST,
  readDailyViews,
  readStats,
  readTopPosts,
  readTopPostsOfRange,
  readTotals,
  readTrendingPosts,
  readViews,
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
  const totals = gather((posts) => readTotals(db, posts));

  return {
    readTotals: (posts: readonly string[]) => totals.load(posts),
    readViews: gatherByRange((posts, range) => readViews(db, posts, range)),
    readDailyViews: gatherByRange((posts, range) => readDailyViews(db, posts, range)),
    readTopPosts: (options: Parameters<typeof readTopPosts>[1]) =>
      ask(() => readTopPosts(db, options)),
    readTopPostsOfRange: (options: Parameters<typeof readTopPostsOfRange>[1]) =>
      askRanking(() => readTopPostsOfRange(rankingDb, { ...options, ...upTo(RANKING_MS) })),
    readTrendingPosts: (options: Parameters<typeof readTrendingPosts>[1]) =>
      askRanking(() => readTrendingPosts(rankingDb, { ...options, ...upTo(RANKING_MS) })),
    readStats: (today: string) => askRanking(() => readStats(rankingDb, today)),
  };
}

function upTo(ms: number): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.timeout(ms) };
}
