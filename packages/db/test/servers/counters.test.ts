import { deleteViews, testViews } from '@post-views/testing';
import { seededRandom } from '@post-views/testing/random';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  classifyError,
  DAY_SECONDS,
  DayDropped,
  findWrongOfDay,
  findWrongTotals,
  nextPosts,
  readDayDrift,
  readKeptDays,
  readTotalDrift,
  rebuildDay,
  rebuildTotals,
  recordViews,
  startOfDay,
  toSqlDate,
} from '../../src/index.ts';
import { type Migrated, openMigrated } from '../open-migrated.ts';

let migrated: Migrated;
beforeAll(async () => {
  migrated = await openMigrated();
});
afterAll(async () => {
  await migrated[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await deleteViews(migrated.server);
});

const { signal } = new AbortController();
const NOON = startOfDay(Date.now() / 1000) - DAY_SECONDS / 2;
const DAY = toSqlDate(NOON);
const [A, B, C] = ['a', 'b', 'c'].map((n) => `0b6f3a52-9f0c-4f5e-8a55-00000000000${n}`) as [
  string,
  string,
  string,
];
const ALL = { after: '', to: 'f' };

const viewsOf = (postUuid: string, count: number, viewedAt = NOON) =>
  testViews(count, { postUuid, viewedAt });

const run = (statement: string) => migrated.server.query(statement);

async function contents() {
  const days = await run('SELECT post_uuid, view_count FROM post_view_aggregates ORDER BY 1');
  const totals = await run('SELECT post_uuid, view_count FROM post_view_totals ORDER BY 1');
  return { days, totals };
}

describe('a day', () => {
  it('without a view has no drift', async () => {
    expect(await readDayDrift(migrated.db, DAY, signal)).toEqual({
      posts: 0,
      views: 0,
      wrong: 0,
      excess: 0,
      missing: 0,
    });
  });

  it('whose counters are right has none, and no view of another day is its own', async () => {
    const midnight = startOfDay(NOON);
    await recordViews(migrated.db, [
      ...viewsOf(A, 2),
      ...viewsOf(B, 1, midnight),
      ...viewsOf(B, 1, midnight + DAY_SECONDS - 1),
      ...viewsOf(B, 5, midnight - 1),
      ...viewsOf(B, 7, midnight + DAY_SECONDS),
    ]);
    expect(await readDayDrift(migrated.db, DAY, signal)).toEqual({
      posts: 2,
      views: 4,
      wrong: 0,
      excess: 0,
      missing: 0,
    });
  });

  it('has what is counted too often, too rarely, without a view, or not at all', async () => {
    await recordViews(migrated.db, [...viewsOf(A, 3), ...viewsOf(B, 5)]);
    await run(`UPDATE post_view_aggregates SET view_count = 10 WHERE post_uuid = '${A}'`);
    await run(`DELETE FROM post_view_aggregates WHERE post_uuid = '${B}'`);
    await run(`INSERT INTO post_view_aggregates VALUES ('${C}', '${DAY}', 2)`);
    expect(await readDayDrift(migrated.db, DAY, signal)).toEqual({
      posts: 3,
      views: 8,
      wrong: 3,
      excess: 9,
      missing: 5,
    });
    expect(await findWrongOfDay(migrated.db, DAY, 10, signal)).toEqual([
      { postUuid: A, counted: 10, actual: 3 },
      { postUuid: B, counted: 0, actual: 5 },
      { postUuid: C, counted: 2, actual: 0 },
    ]);
    expect(await findWrongOfDay(migrated.db, DAY, 1, signal)).toHaveLength(1);
  });

  it('is rebuilt from its raw views, with the totals', async () => {
    await recordViews(migrated.db, [
      ...viewsOf(A, 3),
      ...viewsOf(B, 5),
      ...viewsOf(B, 4, NOON - DAY_SECONDS),
    ]);
    await run(`UPDATE post_view_aggregates SET view_count = 10 WHERE post_uuid = '${A}'`);
    await run(`DELETE FROM post_view_aggregates WHERE date = '${DAY}' AND post_uuid = '${B}'`);
    await run(`INSERT INTO post_view_aggregates VALUES ('${C}', '${DAY}', 2)`);
    await run(`INSERT INTO post_view_totals VALUES ('${C}', 2)`);
    await rebuildDay(migrated.db, DAY, [A, B, C]);
    expect(await contents()).toEqual({
      days: [
        { post_uuid: A, view_count: 3 },
        { post_uuid: B, view_count: 4 },
        { post_uuid: B, view_count: 5 },
      ],
      totals: [
        { post_uuid: A, view_count: 3 },
        { post_uuid: B, view_count: 9 },
      ],
    });
  });

  it('whose raw views have been dropped is neither compared nor rebuilt', async () => {
    await using other = await openMigrated();
    const old = NOON - 5 * DAY_SECONDS;
    await recordViews(other.db, viewsOf(A, 3, old));
    await other.server.query('ALTER TABLE post_views DROP PARTITION p_history');
    await expect(rebuildDay(other.db, toSqlDate(old), [A])).rejects.toThrow(DayDropped);
    await expect(readDayDrift(other.db, toSqlDate(old), signal)).rejects.toThrow(DayDropped);
    expect(await readTotalDrift(other.db, ALL, signal)).toMatchObject({ views: 3, wrong: 0 });
  });
});

describe('totals', () => {
  it('are compared with the sums of days, and rebuilt from them', async () => {
    await recordViews(migrated.db, [
      ...viewsOf(A, 3),
      ...viewsOf(A, 4, NOON - DAY_SECONDS),
      ...viewsOf(B, 5),
    ]);
    expect(await readTotalDrift(migrated.db, ALL, signal)).toMatchObject({
      posts: 2,
      views: 12,
      wrong: 0,
    });
    await run(`UPDATE post_view_totals SET view_count = 8 WHERE post_uuid = '${A}'`);
    await run(`DELETE FROM post_view_totals WHERE post_uuid = '${B}'`);
    await run(`INSERT INTO post_view_totals VALUES ('${C}', 1)`);
    expect(await findWrongTotals(migrated.db, ALL, 10, signal)).toEqual([
      { postUuid: A, counted: 8, actual: 7 },
      { postUuid: B, counted: 0, actual: 5 },
      { postUuid: C, counted: 1, actual: 0 },
    ]);
    await rebuildTotals(migrated.db, [A, B, C]);
    expect((await contents()).totals).toEqual([
      { post_uuid: A, view_count: 7 },
      { post_uuid: B, view_count: 5 },
    ]);
  });

  it('are walked through in parts, which have each post once', async () => {
    await recordViews(
      migrated.db,
      [A, B, C].flatMap((post) => viewsOf(post, 1)),
    );
    await run(`DELETE FROM post_view_totals WHERE post_uuid = '${B}'`);
    await run(`DELETE FROM post_view_aggregates WHERE post_uuid = '${C}'`);
    const first = await nextPosts(migrated.db, '', 2, signal);
    expect(first).toEqual({ after: '', to: B });
    expect(await nextPosts(migrated.db, B, 2, signal)).toEqual({ after: B, to: C });
    expect(await nextPosts(migrated.db, C, 2, signal)).toBeUndefined();
  });
});

describe('while four write', () => {
  const random = seededRandom(20261129);
  const posts = Array.from({ length: 20 }, (_, n) => `0b6f3a52-9f0c-4f5e-8a55-0000000000${n + 10}`);

  /** Writers that go on until `work` has ended. */
  async function whileWriting(work: () => Promise<void>): Promise<void> {
    let done = false;
    const write = async () => {
      while (!done) {
        const batch = Array.from(
          { length: 50 },
          () => posts[Math.floor(random() * posts.length)] ?? A,
        );
        const views = batch.flatMap((post) => viewsOf(post, 1));
        await retried(() => recordViews(migrated.db, views));
      }
    };
    const writers = Array.from({ length: 4 }, write);
    try {
      await work();
    } finally {
      done = true;
      await Promise.all(writers);
    }
  }

  async function retried(work: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        if (classifyError(error).kind !== 'retry') throw error;
      }
    }
  }

  it('nothing differs at any moment', async () => {
    await whileWriting(async () => {
      for (let look = 0; look < 30; look += 1) {
        expect(await readDayDrift(migrated.db, DAY, signal)).toMatchObject({ wrong: 0 });
        expect(await readTotalDrift(migrated.db, ALL, signal)).toMatchObject({ wrong: 0 });
      }
    });
  });

  it('what is rebuilt is right, and stays so', async () => {
    await whileWriting(async () => {
      for (let time = 0; time < 10; time += 1) {
        await run(
          `UPDATE post_view_aggregates SET view_count = view_count + 3 WHERE post_uuid < '${posts[10]}'`,
        );
        await run(
          `UPDATE post_view_totals SET view_count = view_count + 5 WHERE post_uuid > '${posts[5]}'`,
        );
        await retried(() => rebuildDay(migrated.db, DAY, posts));
        expect(await readDayDrift(migrated.db, DAY, signal)).toMatchObject({ wrong: 0 });
        expect(await readTotalDrift(migrated.db, ALL, signal)).toMatchObject({ wrong: 0 });
      }
    });
  });
});

describe('the days that are kept', () => {
  it('are none while there is nothing', async () => {
    expect(await readKeptDays(migrated.db)).toBeUndefined();
  });

  it('reach from the first to the last that has raw views, or is said to have some', async () => {
    const before = toSqlDate(NOON - DAY_SECONDS);
    await recordViews(migrated.db, viewsOf(A, 1));
    await run(`INSERT INTO post_view_aggregates VALUES ('${A}', '${before}', 2)`);
    expect(await readKeptDays(migrated.db)).toEqual({ from: before, to: DAY });
  });
});
