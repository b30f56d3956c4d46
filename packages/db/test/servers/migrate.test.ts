import { createTcpProxy, createTestDatabase, type TestDatabase } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDatabaseCheck,
  type DatabaseClient,
  migrate,
  openDatabase,
  schemaStatus,
} from '../../src/index.ts';
import { openAt } from '../open-at.ts';

const ALL = [
  '0001-post-views',
  '0002-post-view-aggregates',
  '0003-post-view-totals',
  '0004-expand-top-of-a-day',
];
const NOW = new Date('2026-11-24T12:00:00Z');
const WAIT = { timeout: 20_000, interval: 20 };
const clients: DatabaseClient[] = [];
let server: TestDatabase;

function open(): DatabaseClient {
  const db = openDatabase({ url: server.url, connections: 2, connectTimeoutMs: 5_000 });
  clients.push(db);
  return db;
}

beforeEach(async () => {
  server = await createTestDatabase();
});
afterEach(async () => {
  for (const db of clients.splice(0)) await db.destroy();
  await server[Symbol.asyncDispose]();
});

/** With all clocks at `time`. */
async function migrateAt(time: string): Promise<void> {
  const db = await openAt(server.url, time);
  clients.push(db);
  await migrate(db, new Date(time));
}

async function partitions(): Promise<string[]> {
  const rows = await server.query<{ name: string }>(
    `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'post_views' ORDER BY PARTITION_ORDINAL_POSITION`,
  );
  return rows.map((row) => row.name);
}

describe('migrate', () => {
  it('makes the tables, and says what it did', async () => {
    const db = open();
    expect(await schemaStatus(db)).toBe('behind');
    expect(await migrate(db, NOW)).toEqual(ALL);
    expect(await schemaStatus(db)).toBe('current');
  });

  it('does nothing the second time', async () => {
    await migrate(open(), NOW);
    expect(await migrate(open(), NOW)).toEqual([]);
  });

  it('may be run by several at once: one does the work', async () => {
    const applied = await Promise.all([open(), open(), open()].map((db) => migrate(db, NOW)));
    expect(applied.flat().sort()).toEqual(ALL);
    expect(await schemaStatus(open())).toBe('current');
  });

  it('goes on where a crash left it: the table made, the note of it missing', async () => {
    await migrate(open(), NOW);
    await server.query("DELETE FROM kysely_migration WHERE name > '0001'");
    await server.query('DROP TABLE post_view_totals');
    expect(await migrate(open(), NOW)).toEqual(ALL);
    expect(await schemaStatus(open())).toBe('current');
  });

  it('refuses a database that is ahead of it', async () => {
    await migrate(open(), NOW);
    await server.query("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01')");
    expect(await schemaStatus(open())).toBe('ahead');
    await expect(migrate(open(), NOW)).rejects.toThrow('newer');
  });

  it('gives each day up to two weeks ahead a partition, and adds those of later days later', async () => {
    const db = open();
    await migrate(db, NOW);
    const first = await partitions();
    expect(first.slice(0, 3)).toEqual(['p_history', 'p20261123', 'p20261124']);
    expect(first.slice(-2)).toEqual(['p20261208', 'p_future']);

    await migrateAt('2026-11-26T00:00:00Z');
    expect((await partitions()).slice(-3)).toEqual(['p20261209', 'p20261210', 'p_future']);
    expect(await partitions()).toHaveLength(first.length + 2);
  });

  it('leaves partitions that are not urgent to a later run when the table is in use', async () => {
    await migrate(open(), NOW);
    const before = await partitions();
    await server.query('BEGIN');
    await server.query('SELECT COUNT(*) FROM post_views');
    await migrateAt('2026-11-26T00:00:00Z');
    expect(await partitions()).toEqual(before);
    await server.query('COMMIT');
    await migrateAt('2026-11-26T00:00:00Z');
    expect(await partitions()).toHaveLength(before.length + 2);
  });

  it('waits for a table that is in use when today or tomorrow has no partition', async () => {
    await migrate(open(), NOW);
    await server.query('BEGIN');
    await server.query('SELECT COUNT(*) FROM post_views');
    const migrated = migrateAt('2027-01-01T00:00:00Z');
    const refused = `SELECT 1 FROM information_schema.PROCESSLIST
      WHERE DB = DATABASE() AND STATE = 'Waiting for table metadata lock'`;
    await expect.poll(() => server.query(refused), { timeout: 20_000 }).toHaveLength(1);
    await expect.poll(() => server.query(refused), { timeout: 20_000 }).toHaveLength(0);
    await server.query('COMMIT');
    await migrated;
    expect(await partitions()).toContain('p20270101');
  });

  it('moves rows to the partition of their day when that is made', async () => {
    const db = open();
    await migrate(db, NOW);
    const insert = (time: string) =>
      server.query(
        `INSERT INTO post_views (event_id, post_uuid, viewed_at) VALUES (RANDOM_BYTES(16), UUID(), '${time}')`,
      );
    await insert('2026-12-10 23:59:59');
    await insert('2027-06-01 00:00:00');
    await migrateAt('2026-12-01T00:00:00Z');
    const rows = await server.query('SELECT id FROM post_views PARTITION (p20261210)');
    expect(rows).toHaveLength(1);
    expect(await server.query('SELECT id FROM post_views PARTITION (p_future)')).toHaveLength(1);
  });
});

describe('createDatabaseCheck', () => {
  it('tells missing tables, a server that is away, and all well', async () => {
    const db = open();
    const check = createDatabaseCheck(db, 2_000);
    expect(await check()).toEqual({ ok: false, why: expect.stringContaining('pnpm db:migrate') });
    await migrate(db, NOW);
    expect(await check()).toEqual({ ok: true });

    const away = openDatabase({
      url: 'mysql://nobody:secret@127.0.0.1:1/none',
      connections: 1,
      connectTimeoutMs: 1_000,
    });
    expect(await createDatabaseCheck(away, 2_000)()).toEqual({
      ok: false,
      why: 'ECONNREFUSED: nobody listens at that address',
    });
    await away.destroy();
  });

  it('gives up on a server that does not respond, and asks it one question at a time', async () => {
    await using proxy = await createTcpProxy(server.url);
    await migrate(open(), NOW);
    const db = openDatabase({ url: proxy.url, connections: 2, connectTimeoutMs: 5_000 });
    const check = createDatabaseCheck(db, 100);
    // The first one has to connect, which may take longer than that.
    await expect.poll(check, WAIT).toEqual({ ok: true });
    proxy.freeze();
    const silent = { ok: false, why: 'no answer within 100 ms' };
    expect(await Promise.all([check(), check(), check()])).toEqual([silent, silent, silent]);
    await proxy.restore();
    await expect.poll(check, WAIT).toEqual({ ok: true });
    await db.destroy();
  });
});
