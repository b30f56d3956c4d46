import { testUuid as uuid } from '@post-views/testing';
import { Kysely, MysqlDialect, sql } from 'kysely';
import { createConnection } from 'mysql2';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../src/database.ts';
import { type DatabaseClient, readTopPostsOfRange, readTrendingPosts } from '../../src/index.ts';
import { createPool } from '../../src/pool.ts';
import { type Migrated, openMigrated } from '../open-migrated.ts';

/** Less than anything else would let a statement wait for a lock. */
const WAIT = { timeout: 4_000, interval: 20 };
const DAYS = ['2026-11-22', '2026-11-23', '2026-11-24'] as const;
/** On each day; nobody has views on two days, so that all of them are candidates. */
const POSTS = 1_500;

const range = { from: DAYS[0], to: DAYS[2] };
const previous = { from: '2026-11-19', to: '2026-11-21' };
/** The scores of the first candidates take three statements: 2,200 posts. */
const FAR_DOWN = { range, limit: 100, offset: 1_000 };

let migrated: Migrated;
beforeAll(async () => {
  migrated = await openMigrated();
  const rows = DAYS.flatMap((date, day) =>
    Array.from({ length: POSTS }, (_, n) => `('${uuid(day * POSTS + n)}','${date}',${n + 1})`),
  );
  await migrated.server.query(`INSERT INTO post_view_aggregates VALUES ${rows.join()}`);
  await migrated.server.query(
    'INSERT INTO post_view_totals SELECT post_uuid, view_count FROM post_view_aggregates',
  );
});
afterAll(() => migrated[Symbol.asyncDispose]());

/** A client with one connection, which tells of each statement that has ended. */
let db: Kysely<Database>;
let ended: string[];
let onEnded: (statement: string) => void;
beforeEach(() => {
  ended = [];
  onEnded = () => undefined;
  const pool = createPool({ url: migrated.server.url, connections: 1, connectTimeoutMs: 5_000 });
  db = new Kysely({
    dialect: new MysqlDialect({ pool, controlConnection: createConnection }),
    log({ query }) {
      ended.push(query.sql);
      onEnded(query.sql);
    },
  });
});
afterEach(() => db.destroy());

async function connectionId(client: DatabaseClient): Promise<number> {
  const { rows } = await sql<{ id: number }>`SELECT CONNECTION_ID() AS id`.execute(client);
  return Number(rows[0]?.id);
}

/** While nobody else can read the counters. */
async function whileLocked(work: () => Promise<void>): Promise<void> {
  await migrated.db.connection().execute(async (connection) => {
    await sql`LOCK TABLES post_view_aggregates WRITE`.execute(connection);
    try {
      await work();
    } finally {
      await sql`UNLOCK TABLES`.execute(connection);
    }
  });
}

const LISTS = [
  ['top', (signal: AbortSignal) => readTopPostsOfRange(db, { ...FAR_DOWN, signal })],
  [
    'trending',
    (signal: AbortSignal) =>
      readTrendingPosts(db, { range, previous, limit: 1_100, minViews: 1, signal }),
  ],
] as const;

it.each(LISTS)('a %s list that is aborted begins no statement more', async (_, read) => {
  const isPart = (statement: string) => statement.includes('post_uuid IN');
  await read(new AbortController().signal);
  expect(ended.filter(isPart).length).toBeGreaterThanOrEqual(3);

  ended = [];
  const caller = new AbortController();
  onEnded = (statement) => isPart(statement) && caller.abort(new Error('nobody waits'));
  await expect(read(caller.signal)).rejects.toThrow('nobody waits');
  await connectionId(db);
  expect(ended.slice(1).map(isPart)).toEqual([true, false]);
});

it('a list that gets no connection in time is not begun', async () => {
  await db.connection().execute(async (connection) => {
    const list = readTopPostsOfRange(db, { ...FAR_DOWN, timeoutMs: 100 });
    await expect(list).rejects.toMatchObject({ code: 'RANKING_TIMEOUT' });
    await connectionId(connection);
  });
  await connectionId(db);
  expect(ended).toHaveLength(2);
});

it('a list that runs out of time ends on the server as well, and the connection is used again', async () => {
  const id = await connectionId(db);
  await whileLocked(async () => {
    await expect(readTopPostsOfRange(db, FAR_DOWN)).rejects.toMatchObject({
      code: 'RANKING_TIMEOUT',
    });
    await expect.poll(() => running(id), WAIT).toEqual([]);
  });
  expect(await connectionId(db)).toBe(id);
  expect(await readTopPostsOfRange(db, FAR_DOWN)).toHaveLength(100);
});

function running(id: number): Promise<unknown[]> {
  return migrated.server.query(
    `SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = ${id} AND COMMAND = 'Query'`,
  );
}
