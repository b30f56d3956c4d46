import { testView, testUuid as uuid } from '@post-views/testing';
import { Kysely, MysqlDialect } from 'kysely';
import { format, type SqlValue } from 'mysql2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database.ts';
import {
  openDatabase,
  type PostView,
  readDailyViews,
  readStats,
  readTopPosts,
  readTopPostsOfRange,
  readTotals,
  readTrendingPosts,
  readViews,
  recordViews,
} from '../../src/index.ts';
import { createPool } from '../../src/pool.ts';
import { type Migrated, openMigrated } from '../open-migrated.ts';

const at = (day: number) => Date.UTC(2026, 10, day, 12) / 1000;
const NOW = at(24) * 1000;

let migrated: Migrated;
/** The same database through a client that keeps what it sends. */
let db: Kysely<Database>;
let sent: { sql: string; parameters: readonly SqlValue[] }[] = [];

beforeAll(async () => {
  migrated = await openMigrated();
  const pool = createPool({ url: migrated.server.url, connections: 1, connectTimeoutMs: 5_000 });
  db = new Kysely({
    dialect: new MysqlDialect({ pool }),
    log({ query: { sql, parameters } }) {
      sent.push({ sql, parameters: parameters as SqlValue[] });
    },
  });
  await recordViews(migrated.db, [
    ...seen(uuid(1), { 24: 3, 23: 2, 20: 1 }),
    ...seen(uuid(2), { 24: 4 }),
    ...seen(uuid(3), { 23: 4 }),
    ...seen(uuid(4), { 24: 1 }),
  ]);
});
afterAll(async () => {
  await db.destroy();
  await migrated[Symbol.asyncDispose]();
});
beforeEach(() => {
  sent = [];
});

let nextId = 1000;
/** Views whose ids are in order. */
const seen = (postUuid: string, countByDay: Record<number, number>) =>
  Object.entries(countByDay).flatMap(([day, count]) =>
    Array.from({ length: count }, () =>
      testView({ eventId: uuid(nextId++), postUuid, viewedAt: at(Number(day)) }),
    ),
  );

/** How the server would run the statement that was sent last. */
async function explain(): Promise<{ key: string | null; Extra: string }[]> {
  const { sql, parameters } = sent.at(-1) ?? { sql: '', parameters: [] };
  return migrated.server.query(`EXPLAIN FORMAT=TRADITIONAL ${format(sql, [...parameters])}`);
}

/** More than go into one list, and those that have views at both ends. */
const many = [uuid(1), ...Array.from({ length: 2_500 }, (_, n) => uuid(100_000 + n)), uuid(2)];

describe('readTotals', () => {
  it('is the all-time views of each post that has some', async () => {
    expect(await readTotals(db, [uuid(2), uuid(99), uuid(1), uuid(2)])).toEqual(
      new Map([
        [uuid(1), 6],
        [uuid(2), 4],
      ]),
    );
    expect(await readTotals(db, [])).toEqual(new Map());
    expect(await readTotals(db, many)).toHaveLength(2);
  });

  it('reads each post by its primary key, in one statement', async () => {
    await readTotals(db, [uuid(1), uuid(2)]);
    expect(sent.map(({ sql }) => sql)).toEqual([
      'SELECT post_uuid, view_count FROM post_view_totals FORCE INDEX (PRIMARY) ' +
        `WHERE post_uuid IN ('${uuid(1)}','${uuid(2)}')`,
    ]);
    expect(await explain()).toMatchObject([{ key: 'PRIMARY' }]);
  });

  it('never hands the server a list that it would make a table of', async () => {
    const whole = Array.from({ length: 999 }, (_, n) => uuid(n));
    await readTotals(db, whole);
    expect(sent).toHaveLength(1);
    expect(await explain()).toHaveLength(1);
    await readTotals(db, [...whole, uuid(999)]);
    expect(sent).toHaveLength(3);
  });
});

describe('readViews', () => {
  it('is the sum of the days from the first to the last, both included', async () => {
    const range = { from: '2026-11-20', to: '2026-11-23' };
    const expected = new Map([
      [uuid(1), 3],
      [uuid(3), 4],
    ]);
    const posts = [uuid(3), uuid(99), uuid(2), uuid(1), uuid(3)];
    expect(await readViews(db, posts, range)).toEqual(expected);
    expect(await readViews(db, [], range)).toEqual(new Map());
    expect(await readViews(db, many, { from: '2026-11-24', to: '2026-11-24' })).toEqual(
      new Map([
        [uuid(1), 3],
        [uuid(2), 4],
      ]),
    );
  });

  it('reads ranges of the primary key, in one statement', async () => {
    await readViews(db, [uuid(1), uuid(2)], { from: '2026-11-20', to: '2026-11-24' });
    expect(sent).toHaveLength(1);
    expect(await explain()).toMatchObject([{ key: 'PRIMARY', Extra: 'Using where' }]);
  });
});

describe('readDailyViews', () => {
  it('is the days with views of each post, the earliest first', async () => {
    const range = { from: '2026-11-21', to: '2026-11-24' };
    const days = await readDailyViews(db, [uuid(2), uuid(99), uuid(1), uuid(2)], range);
    expect([...(days.get(uuid(1)) ?? [])]).toEqual([
      ['2026-11-23', 2],
      ['2026-11-24', 3],
    ]);
    expect(days.get(uuid(2))).toEqual(new Map([['2026-11-24', 4]]));
    expect(days).toHaveLength(2);
    expect(await readDailyViews(db, [], range)).toEqual(new Map());
    expect(await readDailyViews(db, many, range)).toHaveLength(2);
  });

  it('reads ranges of the primary key, in one statement, and sorts nothing', async () => {
    await readDailyViews(db, [uuid(1), uuid(2)], { from: '2026-11-20', to: '2026-11-24' });
    expect(sent).toHaveLength(1);
    expect(await explain()).toMatchObject([{ key: 'PRIMARY', Extra: 'Using where' }]);
  });
});

describe('readTopPostsOfRange', () => {
  it('reads one day off the index, and sorts nothing', async () => {
    const range = { from: '2026-11-24', to: '2026-11-24' };
    expect(await readTopPostsOfRange(db, { range, limit: 2, offset: 1 })).toEqual([
      { postUuid: uuid(1), views: 3 },
      { postUuid: uuid(4), views: 1 },
    ]);
    const [{ key, Extra } = { key: null, Extra: '' }] = await explain();
    expect(key).toBe('idx_top_of_day');
    expect(Extra).not.toMatch(/filesort|temporary/);
  });

  it('reads the heads of the lists of several days, without sorting, and then the scores that they leave open', async () => {
    const range = { from: '2026-11-20', to: '2026-11-24' };
    expect(await readTopPostsOfRange(db, { range, limit: 2, offset: 1 })).toEqual([
      { postUuid: uuid(2), views: 4 },
      { postUuid: uuid(3), views: 4 },
    ]);
    expect(sent).toHaveLength(2);
    sent.pop();
    const lists = (await explain()).filter(({ key }) => key !== null);
    expect(lists.map(({ key }) => key)).toEqual([
      ...Array.from({ length: 5 }, () => 'idx_top_of_day'),
      'idx_top',
    ]);
    expect(lists.map(({ Extra }) => Extra).join()).not.toMatch(/filesort|temporary/);
  });
});

describe('readTrendingPosts', () => {
  it('is the largest increase first, of posts with at least minViews', async () => {
    const trending = {
      range: { from: '2026-11-24', to: '2026-11-24' },
      previous: { from: '2026-11-23', to: '2026-11-23' },
      limit: 10,
    };
    expect(await readTrendingPosts(db, { ...trending, minViews: 1 })).toEqual([
      { postUuid: uuid(2), current: 4, previous: 0, increase: 4 },
      { postUuid: uuid(1), current: 3, previous: 2, increase: 1 },
      { postUuid: uuid(4), current: 1, previous: 0, increase: 1 },
    ]);
    expect(await readTrendingPosts(db, { ...trending, minViews: 4 })).toHaveLength(1);
  });
});

describe('readStats', () => {
  it('counts posts and views, and says how far the raw views reach', async () => {
    expect(await readStats(db, '2026-11-24')).toEqual({
      posts: 4,
      views: 15,
      viewsToday: 8,
      newestEventAt: at(24),
      oldestRawDay: '2026-11-20',
    });
    expect(await readStats(db, '2026-11-25')).toMatchObject({ views: 15, viewsToday: 0 });
  });

  it('reads no raw views but the first and the last, and of the days only today', async () => {
    await readStats(db, '2026-11-24');
    const plan = await explain();
    expect(plan.map(({ key }) => key).filter((key) => key !== null)).toEqual([
      'idx_top',
      'idx_top_of_day',
    ]);
    expect(plan.filter(({ Extra }) => Extra?.includes('optimized away'))).toHaveLength(2);
  });

  it('has no times when there are no views', async () => {
    await using empty = await openMigrated();
    expect(await readStats(empty.db, '2026-11-24')).toEqual({
      posts: 0,
      views: 0,
      viewsToday: 0,
      newestEventAt: null,
      oldestRawDay: null,
    });
  });
});

describe('a user who may only read', () => {
  it('may ask for all of it', async () => {
    const { server } = migrated;
    const url = new URL(server.url);
    [url.username, url.password] = [`reader_${url.pathname.slice(-8)}`, 'secret'];
    const user = `'${url.username}'@'%'`;
    await server.query(`CREATE USER ${user} IDENTIFIED BY 'secret'`);
    await server.query(`GRANT SELECT ON ${url.pathname.slice(1)}.* TO ${user}`);
    const reader = openDatabase({
      url: url.href,
      connections: 1,
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 5_000,
      role: 'reader',
    });
    const range = { from: '2026-11-20', to: '2026-11-24' };
    const previous = { from: '2026-11-15', to: '2026-11-19' };
    const page = { limit: 1, offset: 0 };
    try {
      expect(await readTotals(reader, [uuid(1)])).toHaveLength(1);
      expect(await readViews(reader, [uuid(1)], range)).toHaveLength(1);
      expect(await readDailyViews(reader, [uuid(1)], range)).toHaveLength(1);
      expect(await readTopPosts(reader, page)).toHaveLength(1);
      expect(await readTopPostsOfRange(reader, { range, ...page })).toHaveLength(1);
      expect(
        await readTrendingPosts(reader, { range, previous, limit: 1, minViews: 1 }),
      ).toHaveLength(1);
      expect(await readStats(reader, '2026-11-24')).toMatchObject({ posts: 4 });
    } finally {
      await reader.destroy();
      await server.query(`DROP USER ${user}`);
    }
  });
});

describe('readTopPosts', () => {
  it('is the most views first, ties by UUID', async () => {
    expect(await readTopPosts(db, { limit: 3, offset: 0 })).toEqual([
      { postUuid: uuid(1), views: 6 },
      { postUuid: uuid(2), views: 4 },
      { postUuid: uuid(3), views: 4 },
    ]);
    expect(await readTopPosts(db, { limit: 100, offset: 0 })).toHaveLength(4);
  });

  it('reads the head of an index and sorts nothing', async () => {
    await readTopPosts(db, { limit: 2, offset: 1 });
    expect(sent).toEqual([
      {
        sql:
          'select `post_uuid` as `postUuid`, `view_count` as `views` from `post_view_totals` ' +
          'order by `view_count` desc, `post_uuid` limit ? offset ?',
        parameters: [2, 1],
      },
    ]);
    const [{ key, Extra } = { key: null, Extra: '' }] = await explain();
    expect(key).toBe('idx_top');
    expect(Extra).not.toContain('filesort');
  });
});

describe('recordViews', () => {
  const rows = seen(uuid(7), { 24: 1, 23: 1 });
  const written = ({ eventId, postUuid, viewedAt }: PostView) =>
    `(X'${eventId.replaceAll('-', '')}','${postUuid}',null,NULL,NULL,NULL,` +
    `'${new Date(viewedAt * 1000).toISOString().slice(0, 19).replace('T', ' ')}')`;

  it('is one transaction: raw rows, then days, then totals, keys in order', async () => {
    await recordViews(db, rows.toReversed(), NOW);
    expect(sent.map(({ sql }) => sql)).toEqual([
      'begin',
      'INSERT INTO post_views (event_id, post_uuid, user_id, ip, user_agent, referer, viewed_at) VALUES ' +
        `${rows.map(written).join()} ON DUPLICATE KEY UPDATE id = id`,
      'INSERT INTO post_view_aggregates (post_uuid, date, view_count) VALUES ' +
        `('${uuid(7)}','2026-11-23',1),('${uuid(7)}','2026-11-24',1) ` +
        'ON DUPLICATE KEY UPDATE view_count = view_count + VALUES(view_count)',
      'INSERT INTO post_view_totals (post_uuid, view_count) VALUES ' +
        `('${uuid(7)}',2) ON DUPLICATE KEY UPDATE view_count = view_count + VALUES(view_count)`,
      'commit',
    ]);
  });

  it('rolls back when some rows are not new, looks which, and writes the others', async () => {
    await recordViews(db, [...rows, ...seen(uuid(7), { 23: 1 })], NOW);
    const heads = sent.map(({ sql }) =>
      sql
        .replace(/\/\*.*?\*\/ /g, '')
        .split(' ', 3)
        .join(' '),
    );
    expect(heads).toEqual([
      'begin',
      'INSERT INTO post_views',
      'rollback',
      'SELECT event_id, UNIX_TIMESTAMP(viewed_at)',
      'begin',
      'INSERT INTO post_views',
      'INSERT INTO post_view_aggregates',
      'INSERT INTO post_view_totals',
      'commit',
    ]);
    expect(await readTotals(db, [uuid(7)])).toEqual(new Map([[uuid(7), 3]]));
  });

  it('asks what is kept, before it counts, only when a view is older than yesterday', async () => {
    await recordViews(db, seen(uuid(8), { 22: 1, 24: 1 }), NOW);
    expect(sent.map(({ sql }) => sql.trim().split(/\s+/).slice(0, 3).join(' '))).toEqual([
      'begin',
      'INSERT INTO post_views',
      'SELECT PARTITION_NAME AS',
      'INSERT INTO post_view_aggregates',
      'INSERT INTO post_view_totals',
      'commit',
    ]);
  });
});
