import { Kysely, MysqlDialect } from 'kysely';
import { format, type SqlValue } from 'mysql2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database.ts';
import { dailyViews, type PostView, recordViews, topPosts, totalViews } from '../../src/index.ts';
import { createPool } from '../../src/pool.ts';
import { type Migrated, openMigrated } from '../open-migrated.ts';

const uuid = (n: number) => `0b6f3a52-9f0c-4f5e-8a55-${n.toString(16).padStart(12, '0')}`;
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
function seen(postUuid: string, countByDay: Record<number, number>): PostView[] {
  return Object.entries(countByDay).flatMap(([day, count]) =>
    Array.from({ length: count }, () => ({
      eventId: uuid(nextId++),
      postUuid,
      viewedAt: at(Number(day)),
      userId: null,
      ip: null,
      userAgent: null,
      referer: null,
    })),
  );
}

/** How the server would run the statement that was sent last. */
async function explain(): Promise<{ key: string | null; Extra: string }[]> {
  const { sql, parameters } = sent.at(-1) ?? { sql: '', parameters: [] };
  return migrated.server.query(`EXPLAIN FORMAT=TRADITIONAL ${format(sql, [...parameters])}`);
}

describe('totalViews', () => {
  it('is the sum of all days, and 0 for a post that nobody has seen', async () => {
    expect(await totalViews(db, uuid(1))).toBe(6);
    expect(await totalViews(db, uuid(99))).toBe(0);
  });

  it('reads one row by its primary key', async () => {
    await totalViews(db, uuid(1));
    expect(sent).toEqual([
      {
        sql: 'select `view_count` from `post_view_totals` where `post_uuid` = ?',
        parameters: [uuid(1)],
      },
    ]);
    expect(await explain()).toMatchObject([{ key: 'PRIMARY' }]);
  });
});

describe('dailyViews', () => {
  it('is the days with views from the first to the last, both included, oldest first', async () => {
    expect(await dailyViews(db, uuid(1), { from: '2026-11-20', to: '2026-11-24' })).toEqual([
      { date: '2026-11-20', views: 1 },
      { date: '2026-11-23', views: 2 },
      { date: '2026-11-24', views: 3 },
    ]);
    expect(await dailyViews(db, uuid(1), { from: '2026-11-21', to: '2026-11-23' })).toEqual([
      { date: '2026-11-23', views: 2 },
    ]);
    expect(await dailyViews(db, uuid(99), { from: '2026-11-01', to: '2026-11-30' })).toEqual([]);
  });

  it('reads a range of the primary key', async () => {
    await dailyViews(db, uuid(1), { from: '2026-11-20', to: '2026-11-24' });
    expect(sent).toEqual([
      {
        sql:
          'select `date`, `view_count` as `views` from `post_view_aggregates` ' +
          'where `post_uuid` = ? and `date` >= ? and `date` <= ? order by `date`',
        parameters: [uuid(1), '2026-11-20', '2026-11-24'],
      },
    ]);
    expect(await explain()).toMatchObject([{ key: 'PRIMARY', Extra: 'Using where' }]);
  });
});

describe('topPosts', () => {
  it('is the most seen first, those seen as often in the order of their UUIDs', async () => {
    expect(await topPosts(db, { limit: 3, offset: 0 })).toEqual([
      { postUuid: uuid(1), views: 6 },
      { postUuid: uuid(2), views: 4 },
      { postUuid: uuid(3), views: 4 },
    ]);
    expect(await topPosts(db, { limit: 100, offset: 0 })).toHaveLength(4);
  });

  it('reads the head of an index and sorts nothing', async () => {
    await topPosts(db, { limit: 2, offset: 1 });
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
    expect(await totalViews(db, uuid(7))).toBe(3);
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
