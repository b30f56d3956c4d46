import { startProgram } from '@post-views/programs';
import { startWatchdog } from '@post-views/servers';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Api, startApi } from '../../src/stage/api.ts';
import { type BenchDatabase, createServiceDatabase } from '../../src/stage/database.ts';
import { FILLED_DAYS, fillCounters } from '../../src/stage/fill-counters.ts';
import { verifyAnswers } from '../../src/stage/verify-answers.ts';
import { postOf } from '../../src/workload/posts.ts';

const POSTS = 200;
const { signal } = new AbortController();

/** Made twice: the API serves one, and the tests damage the other. */
let served: BenchDatabase;
let tables: BenchDatabase;
let api: Api;
const opened = new AsyncDisposableStack();

beforeAll(async () => {
  const watchdog = opened.adopt(startWatchdog(), (it) => it.stop());
  served = await filledDatabase();
  tables = await filledDatabase();
  const start = (script: string, env: Readonly<Record<string, string>>) =>
    startProgram(script, env, watchdog);
  api = opened.use(await startApi({ start, database: served }));
});
afterAll(() => opened.disposeAsync());

async function filledDatabase(): Promise<BenchDatabase> {
  const made = opened.use(await createServiceDatabase(inject('databaseUrl'), signal));
  await fillCounters(made, POSTS, () => undefined);
  return made;
}

describe('fillCounters', () => {
  it('makes a row for each post and day up to today, and totals that belong to them', async () => {
    const [found] = await served.query(
      `SELECT COUNT(*) AS n, COUNT(DISTINCT post_uuid) AS posts, COUNT(DISTINCT date) AS days,
         MAX(date) = UTC_DATE() AS upToToday, MIN(view_count) > 0 AS seen
       FROM post_view_aggregates`,
    );
    const n = POSTS * FILLED_DAYS;
    expect(found).toEqual({ n, posts: POSTS, days: FILLED_DAYS, upToToday: 1, seen: 1 });
    const wrong = await served.query(
      `SELECT post_uuid FROM post_view_totals AS totals WHERE view_count <> (
         SELECT SUM(view_count) FROM post_view_aggregates AS days WHERE days.post_uuid = totals.post_uuid
       )`,
    );
    expect(wrong).toEqual([]);
    expect(await served.query('SELECT COUNT(*) AS n FROM post_view_totals')).toEqual([
      { n: POSTS },
    ]);
  });

  it('makes the same each time, the first posts the most seen', async () => {
    const list = (database: BenchDatabase) =>
      database.query<{ post: string; views: number }>(
        'SELECT post_uuid AS post, view_count AS views FROM post_view_totals ORDER BY view_count DESC',
      );
    const [once, again] = [await list(served), await list(tables)];
    expect(once).toEqual(again);
    expect(once.slice(0, 3).map(({ post }) => post)).toEqual([0, 1, 2].map(postOf));
    expect(Number(once[0]?.views) / Number(once[9]?.views)).toBeCloseTo(10, -1);
  });
});

describe('verifyAnswers', () => {
  it('has nothing against answers that are what the tables hold', async () => {
    const asked = { kinds: ['total', 'daily', 'top'] as const, posts: POSTS };
    expect(await verifyAnswers(api, tables, asked, signal)).toEqual(new Map());
  });

  // Each damages another post, and the first one is in no top list: none finds what another has done.
  it.each([
    [
      'total',
      POSTS - 1,
      'UPDATE post_view_totals SET view_count = view_count + 1 WHERE post_uuid = ?',
    ],
    ['daily', 1, 'DELETE FROM post_view_aggregates WHERE post_uuid = ? AND date = UTC_DATE()'],
    ['top', 0, 'DELETE FROM post_view_totals WHERE post_uuid = ?'],
  ] as const)('throws when an answer is another one: %s', async (kind, rank, damage) => {
    const asked = { kinds: [kind], posts: POSTS, staleMs: 500 };
    expect(await verifyAnswers(api, tables, asked, signal)).toEqual(new Map());
    await tables.query(damage, [postOf(rank)]);
    await expect(verifyAnswers(api, tables, asked, signal)).rejects.toThrow('but the tables hold');
  });
});
