import {
  type DatabaseClient,
  type DayRange,
  MOST_IN_LIST,
  ping,
  readDailyViews,
  readStats,
  readTopPosts,
  readTopPostsOfRange,
  readTotals,
  readTrendingPosts,
  readViews,
} from '@post-views/db';
import { LRUCache } from 'lru-cache';
import { BREAKER, MAX_POINTS, MAX_SLOW_READS, RANKING_TIMEOUT_MS } from '../limits.ts';
import { countDays } from '../utc-days.ts';
import { BatchLoader, type ReadPosts } from './batch-loader.ts';
import { CircuitBreaker } from './breaker.ts';
import { Bulkhead } from './bulkhead.ts';

export interface ReadsOptions {
  /** For what is read by the key of a post. */
  readonly db: DatabaseClient;
  /** For what may take longer, so that it never holds a connection that others wait for. */
  readonly slowDb: DatabaseClient;
  /** For whether the database is there. */
  readonly healthDb: DatabaseClient;
}

/** What the API asks the database. */
export type Reads = ReturnType<typeof createReads>;

/** Statements on the way at a time, for questions of the same kind. */
const MAX_STATEMENTS = 2;
/** Ranges of days that are asked for at the same time. One that is forgotten is only not batched with what comes later. */
const RANGES = 100;

/** Questions by the key of a post are batched from all callers; all callers are spared a database that is away. */
export function createReads({ db, slowDb, healthDb }: ReadsOptions) {
  const breaker = new CircuitBreaker({ ...BREAKER, probe: () => ping(healthDb) });
  const slowReads = new Bulkhead({ maxConcurrent: MAX_SLOW_READS });
  const ask = <T>(read: () => Promise<T>) => breaker.run(read);
  const askSlow = <T>(read: () => Promise<T>) => slowReads.run(() => breaker.run(read));
  const batch = <T>(read: ReadPosts<T>, days = 1) =>
    new BatchLoader<T>((posts) => ask(() => read(posts)), {
      maxPosts: maxPostsOf(days),
      maxStatements: MAX_STATEMENTS,
    });
  const batchByRange = <T>(
    read: (posts: readonly string[], range: DayRange) => ReturnType<ReadPosts<T>>,
  ) => {
    const loaders = new LRUCache<string, BatchLoader<T>>({ max: RANGES });
    return (posts: readonly string[], range: DayRange) => {
      const key = `${range.from} ${range.to}`;
      const loader = loaders.get(key) ?? batch((all) => read(all, range), countDays(range));
      loaders.set(key, loader);
      return loader.load(posts);
    };
  };
  const totals = batch((posts) => readTotals(db, posts));

  return {
    readTotals: (posts: readonly string[]) => totals.load(posts),
    readViews: batchByRange((posts, range) => readViews(db, posts, range)),
    readDailyViews: batchByRange((posts, range) => readDailyViews(db, posts, range)),
    readTopPosts: (options: Parameters<typeof readTopPosts>[1]) =>
      ask(() => readTopPosts(db, options)),
    readTopPostsOfRange: (options: Parameters<typeof readTopPostsOfRange>[1]) =>
      askSlow(() => readTopPostsOfRange(slowDb, { ...options, timeoutMs: RANKING_TIMEOUT_MS })),
    readTrendingPosts: (options: Parameters<typeof readTrendingPosts>[1]) =>
      askSlow(() => readTrendingPosts(slowDb, { ...options, timeoutMs: RANKING_TIMEOUT_MS })),
    readStats: (today: string) => askSlow(() => readStats(slowDb, today)),
    /** Asks no more whether the database is there. */
    end: () => breaker.end(),
  };
}

/** A longer list would take a statement more, and more rows a statement that is slow for everybody in it. */
function maxPostsOf(days: number): number {
  return Math.min(MOST_IN_LIST, Math.floor(MAX_POINTS / days));
}
