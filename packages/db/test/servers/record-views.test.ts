import {
  countViews,
  createTcpProxy,
  deleteViews,
  testView,
  testUuid as uuid,
} from '@post-views/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { classifyError, openDatabase, type PostView, recordViews } from '../../src/index.ts';
import { insertPostViews } from '../../src/queries/insert-post-views.ts';
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

const NOON = Date.UTC(2026, 10, 24, 12) / 1000;

const view = (n: number, changes: Partial<PostView> = {}) =>
  testView({ eventId: uuid(n), postUuid: uuid(n % 3), viewedAt: NOON, ...changes });

const views = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => view(from + index));

const counted = () => countViews(migrated.server);

describe('recordViews', () => {
  it('stores every field as it is', async () => {
    const full = view(1, {
      userId: 2n ** 64n - 1n,
      ip: '2001:db8::1',
      userAgent: `it's "quoted" \\ \u0000 😀 ${'x'.repeat(900)}`,
      referer: 'https://example.org/?a=1&b=ä',
    });
    await recordViews(migrated.db, [full]);
    const rows = await migrated.server.query(
      `SELECT HEX(event_id) AS event_id, post_uuid, CAST(user_id AS CHAR) AS user_id, ip, user_agent,
         referer, UNIX_TIMESTAMP(viewed_at) AS viewed_at FROM post_views`,
    );
    expect(rows).toEqual([
      {
        event_id: full.eventId.replaceAll('-', '').toUpperCase(),
        post_uuid: full.postUuid,
        user_id: '18446744073709551615',
        ip: full.ip,
        user_agent: full.userAgent,
        referer: full.referer,
        viewed_at: NOON,
      },
    ]);
  });

  it('counts new views, in raw rows, days and totals alike', async () => {
    expect(await recordViews(migrated.db, views(0, 1000))).toMatchObject({
      recorded: 1000,
      duplicates: 0,
    });
    expect(await counted()).toEqual([1000, 1000, 1000]);
    const totals = await migrated.server.query(
      'SELECT post_uuid, view_count FROM post_view_totals ORDER BY post_uuid',
    );
    expect(totals).toEqual([
      { post_uuid: uuid(0), view_count: 334 },
      { post_uuid: uuid(1), view_count: 333 },
      { post_uuid: uuid(2), view_count: 333 },
    ]);
  });

  it('counts a view once: within a call, across calls, and partly known', async () => {
    const twice = [...views(0, 10), ...views(0, 10)];
    expect(await recordViews(migrated.db, twice)).toMatchObject({ recorded: 10, duplicates: 10 });
    expect(await recordViews(migrated.db, views(0, 10))).toMatchObject({
      recorded: 0,
      duplicates: 10,
    });
    expect(await recordViews(migrated.db, views(5, 15))).toMatchObject({
      recorded: 5,
      duplicates: 5,
    });
    expect(await counted()).toEqual([15, 15, 15]);
  });

  it('takes the same id at another time for another event', async () => {
    await recordViews(migrated.db, [view(1)]);
    const later = view(1, { viewedAt: NOON + 1 });
    expect(await recordViews(migrated.db, [later])).toMatchObject({ recorded: 1, duplicates: 0 });
  });

  it("counts on the event's own UTC day, to the second", async () => {
    const midnight = Date.UTC(2026, 10, 25) / 1000;
    await recordViews(migrated.db, [
      view(1, { postUuid: uuid(0), viewedAt: midnight - 1 }),
      view(2, { postUuid: uuid(0), viewedAt: midnight }),
      view(3, { postUuid: uuid(0), viewedAt: Date.UTC(2019, 1, 28) / 1000 }),
    ]);
    expect(
      await migrated.server.query(
        'SELECT date, view_count FROM post_view_aggregates ORDER BY date',
      ),
    ).toEqual([
      { date: '2019-02-28', view_count: 1 },
      { date: '2026-11-24', view_count: 1 },
      { date: '2026-11-25', view_count: 1 },
    ]);
  });

  it('finds what is there at once, however much others are just writing', async () => {
    const seen = views(0, 900).map((one, n) => ({ ...one, viewedAt: NOON + (n % 60) }));
    await recordViews(migrated.db, seen.slice(0, 1));
    // A look for what is not there must not go past these, which it can't see.
    const newer = views(1_000_000, 1_000_000 + 20_000);
    const quick = openDatabase({
      url: migrated.server.url,
      connections: 1,
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 4_000,
    });
    await migrated.db.transaction().execute(async (others) => {
      await insertPostViews(others, newer);
      expect(await recordViews(quick, seen)).toMatchObject({ recorded: 899, duplicates: 1 });
    });
    await quick.destroy();
  });

  it('counts once when four write the same views at the same moment', async () => {
    const writers = Array.from({ length: 4 }, async () => {
      for (;;) {
        try {
          return await recordViews(migrated.db, views(0, 500));
        } catch (error) {
          if (classifyError(error).code !== 'ER_LOCK_DEADLOCK') throw error;
        }
      }
    });
    const results = await Promise.all(writers);
    expect(results.map(({ recorded }) => recorded).sort((a, b) => a - b)).toEqual([0, 0, 0, 500]);
    expect(await counted()).toEqual([500, 500, 500]);
  });

  it('stores nothing of a call that the database refuses', async () => {
    const tooLong = view(7, { ip: 'x'.repeat(46) });
    const error: unknown = await recordViews(migrated.db, [...views(0, 5), tooLong]).catch(
      (e) => e,
    );
    expect(classifyError(error)).toMatchObject({ kind: 'data', code: 'ER_DATA_TOO_LONG' });
    expect(await counted()).toEqual([0, 0, 0]);
  });

  it('does nothing with no views', async () => {
    expect(await recordViews(migrated.db, [])).toMatchObject({ recorded: 0, duplicates: 0 });
  });
});

describe('a connection', () => {
  it('is not used again once it was lost, and the next call opens another', async () => {
    await using proxy = await createTcpProxy(migrated.server.url);
    const db = openDatabase({ url: proxy.url, connections: 1, connectTimeoutMs: 2_000 });
    await recordViews(db, views(0, 1));
    await proxy.cut();
    const error: unknown = await recordViews(db, views(1, 2)).catch((e) => e);
    expect(classifyError(error).kind).toBe('retry');
    await proxy.restore();
    expect(await recordViews(db, views(1, 2))).toMatchObject({ recorded: 1, duplicates: 0 });
    await db.destroy();
  });

  it('names what broke it in the middle of a transaction, not the rollback that cannot follow', async () => {
    const [lock] = views(0, 1);
    await recordViews(migrated.db, [lock as PostView]);
    const db = openDatabase({
      url: migrated.server.url,
      connections: 1,
      connectTimeoutMs: 2_000,
      statementTimeoutMs: 200,
    });
    await migrated.server.query('BEGIN');
    await migrated.server.query('SELECT * FROM post_view_totals FOR UPDATE');
    const error: unknown = await recordViews(db, views(0, 2)).catch((e) => e);
    await migrated.server.query('ROLLBACK');
    expect(classifyError(error)).toMatchObject({
      kind: 'retry',
      code: 'PROTOCOL_SEQUENCE_TIMEOUT',
    });
    await db.destroy();
  });

  it('is given up when a statement takes too long', async () => {
    await using proxy = await createTcpProxy(migrated.server.url);
    const db = openDatabase({
      url: proxy.url,
      connections: 1,
      connectTimeoutMs: 1_000,
      statementTimeoutMs: 200,
    });
    await recordViews(db, views(0, 1));
    proxy.freeze();
    const error: unknown = await recordViews(db, views(1, 2)).catch((e) => e);
    expect(classifyError(error)).toMatchObject({ kind: 'retry' });
    await proxy.restore();
    await expect
      .poll(() => recordViews(db, views(1, 2)), { timeout: 10_000 })
      .toMatchObject({ recorded: expect.any(Number) });
    expect(await counted()).toEqual([2, 2, 2]);
    await db.destroy();
  });
});
