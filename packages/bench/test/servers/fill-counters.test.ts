import { startProgram } from '@post-views/programs';
import { startWatchdog } from '@post-views/servers';
import { beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { startApi } from '../../src/stage/api.ts';
import { type BenchDatabase, createServiceDatabase } from '../../src/stage/database.ts';
import { FILLED_DAYS, fillCounters } from '../../src/stage/fill-counters.ts';
import { verifyAnswers } from '../../src/stage/verify-answers.ts';
import { postOf } from '../../src/workload/posts.ts';

const POSTS = 200;
const { signal } = new AbortController();

async function filledDatabase(): Promise<BenchDatabase> {
  const made = await createServiceDatabase(inject('databaseUrl'), signal);
  onTestFinished(() => made[Symbol.asyncDispose]());
  await fillCounters(made, POSTS, () => undefined);
  return made;
}

describe('fillCounters', () => {
  it('makes a row for each post and day up to today, and totals that belong to them', async () => {
    const database = await filledDatabase();
    const [found] = await database.query(
      `SELECT COUNT(*) AS n, COUNT(DISTINCT post_uuid) AS posts, COUNT(DISTINCT date) AS days,
         MAX(date) = UTC_DATE() AS upToToday, MIN(view_count) > 0 AS seen
       FROM post_view_aggregates`,
    );
    const n = POSTS * FILLED_DAYS;
    expect(found).toEqual({ n, posts: POSTS, days: FILLED_DAYS, upToToday: 1, seen: 1 });
    const wrong = await database.query(
      `SELECT post_uuid FROM post_view_totals AS totals WHERE view_count <> (
         SELECT SUM(view_count) FROM post_view_aggregates AS days WHERE days.post_uuid = totals.post_uuid
       )`,
    );
    expect(wrong).toEqual([]);
    expect(await database.query('SELECT COUNT(*) AS n FROM post_view_totals')).toEqual([
      { n: POSTS },
    ]);
  });

  it('makes the same each time, the first posts the most seen', async () => {
    const list = async () =>
      (await filledDatabase()).query<{ post: string; views: number }>(
        'SELECT post_uuid AS post, view_count AS views FROM post_view_totals ORDER BY view_count DESC',
      );
    const [once, again] = [await list(), await list()];
    expect(once).toEqual(again);
    expect(once.slice(0, 3).map(({ post }) => post)).toEqual([0, 1, 2].map(postOf));
    expect(Number(once[0]?.views) / Number(once[9]?.views)).toBeCloseTo(10, -1);
  });
});

describe('verifyAnswers', () => {
  let database: BenchDatabase;
  const startOn = async (asked: BenchDatabase) => {
    const watchdog = startWatchdog();
    onTestFinished(() => watchdog.stop());
    const start = (script: string, env: Readonly<Record<string, string>>) =>
      startProgram(script, env, watchdog);
    const api = await startApi({ start, database: asked });
    onTestFinished(() => api[Symbol.asyncDispose]());
    return api;
  };
  beforeEach(async () => {
    database = await filledDatabase();
  });

  it('has nothing against answers that are what the tables hold', async () => {
    const api = await startOn(database);
    const asked = { kinds: ['total', 'daily', 'top'] as const, posts: POSTS };
    expect(await verifyAnswers(api, database, asked, signal)).toEqual(new Map());
  });

  it.each([
    ['total', 'UPDATE post_view_totals SET view_count = view_count + 1 WHERE post_uuid = ?'],
    ['daily', 'DELETE FROM post_view_aggregates WHERE post_uuid = ? AND date = UTC_DATE()'],
    ['top', 'DELETE FROM post_view_totals WHERE post_uuid = ?'],
  ] as const)('throws when an answer is another one: %s', async (kind, damage) => {
    const api = await startOn(await filledDatabase());
    await database.query(damage, [postOf(0)]);
    const asked = { kinds: [kind], posts: POSTS, staleMs: 500 };
    await expect(verifyAnswers(api, database, asked, signal)).rejects.toThrow(
      'but the tables hold',
    );
  });
});
