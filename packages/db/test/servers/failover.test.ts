import {
  createTcpProxy,
  replaceText,
  type TcpProxy,
  testUuid,
  testView,
} from '@post-views/testing';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classifyError, type DatabaseClient, openDatabase, recordViews } from '../../src/index.ts';
import { type Migrated, openMigrated } from '../open-migrated.ts';

const WAIT = { timeout: 10_000, interval: 20 };

let migrated: Migrated;
let releases: AsyncDisposableStack;
/** Ways to one and the same server, which stand for the servers of a cluster. */
let first: TcpProxy;
let second: TcpProxy;
/** What the servers are sent is counted. */
let sentTo: [number, number];
/** Whether the second is asked for something else, which is ON, than whether it is read-only. */
let secondIsReadOnly: boolean;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  migrated = releases.use(await openMigrated());
  sentTo = [0, 0];
  secondIsReadOnly = false;
  const askOther = replaceText("'read_only'", "'sql_notes'");
  first = await createTcpProxy(migrated.server.url, (chunk) => {
    sentTo[0] += 1;
    return chunk;
  });
  second = await createTcpProxy(migrated.server.url, (chunk, index) => {
    sentTo[1] += 1;
    return secondIsReadOnly ? askOther(chunk, index) : chunk;
  });
  releases.use(first);
  releases.use(second);
});
afterEach(() => releases.disposeAsync());

function open(role: 'writer' | 'reader', ...urls: string[]): DatabaseClient {
  const url = urls.join(',');
  const db = openDatabase({ url, connections: 2, connectTimeoutMs: 1_000, role });
  releases.defer(() => db.destroy());
  return db;
}

const NOON = Date.UTC(2026, 10, 24, 12) / 1000;
const record = (db: DatabaseClient) =>
  recordViews(db, [testView({ postUuid: testUuid(1), viewedAt: NOON })]);
const RECORDED = { recorded: 1, duplicates: 0 };
const codeOf = (db: DatabaseClient) =>
  record(db).then(
    () => 'recorded',
    (error: unknown) => classifyError(error).code,
  );

describe('a server of several that is away', () => {
  it('is passed over, and one that goes away in use is left for the next', async () => {
    await first.cut();
    const db = open('writer', first.url, second.url);
    expect(await record(db)).toMatchObject(RECORDED);
    await first.restore();
    await second.cut();
    // What was open is reset, and then there is the first.
    await expect.poll(() => codeOf(db), WAIT).toBe('recorded');
    expect(sentTo[0]).toBeGreaterThan(0);
  });

  it('is left though it takes connections: it may be cut off from the others', async () => {
    const db = open('writer', first.url, second.url);
    expect(await codeOf(db)).toBe('recorded');
    for (let time = 1; time <= 2; time += 1) {
      const cut = first.cutBefore('INSERT INTO post_view_totals');
      expect(await codeOf(db)).not.toBe('recorded');
      await cut;
      expect(sentTo[1]).toBe(0);
    }
    const before = sentTo[0];
    expect(await codeOf(db)).toBe('recorded');
    expect(sentTo[0]).toBe(before);
  });

  it('is not waited for when it takes connections and says nothing', async () => {
    first.freeze();
    const db = open('writer', first.url, second.url);
    const asked = performance.now();
    expect(await record(db)).toMatchObject(RECORDED);
    expect(performance.now() - asked).toBeLessThan(2_500);
    await first.restore();
  });
});

describe('a server of several that is read-only', () => {
  it('is passed over by a writer', async () => {
    secondIsReadOnly = true;
    const db = open('writer', second.url, first.url);
    expect(await record(db)).toMatchObject(RECORDED);
    expect(sentTo[0]).toBeGreaterThan(0);
    const before = sentTo[1];
    expect(await record(db)).toMatchObject(RECORDED);
    expect(sentTo[1]).toBe(before);
  });

  it('is good enough for a reader, and for whoever has no other', async () => {
    secondIsReadOnly = true;
    const reader = open('reader', second.url, first.url);
    await sql`SELECT 1`.execute(reader);
    expect(await record(open('writer', second.url))).toMatchObject(RECORDED);
    expect(sentTo[0]).toBe(0);
  });

  it('is told when no other can be written to either, until one can', async () => {
    secondIsReadOnly = true;
    const db = open('writer', second.url, second.url);
    expect(await codeOf(db)).toBe('READ_ONLY_SERVER');
    secondIsReadOnly = false;
    expect(await codeOf(db)).toBe('recorded');
  });

  it('is left when it has become that in use', async () => {
    const user = `u_${Math.random().toString(36).slice(2, 12)}`;
    const { server } = migrated;
    // Without the right to write to a read-only server, which an administrator has.
    await server.query(`CREATE USER ${user} IDENTIFIED BY 'right'`);
    releases.defer(async () => {
      await server.query(`DROP USER ${user}`);
    });
    const database = new URL(server.url).pathname.slice(1);
    await server.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${database}.* TO ${user}`);
    const as = ({ url }: TcpProxy) =>
      Object.assign(new URL(url), { username: user, password: 'right' }).href;
    const db = open('writer', as(first), as(second));
    expect(await codeOf(db)).toBe('recorded');
    expect(sentTo[1]).toBe(0);

    await server.query('SET GLOBAL read_only = 1');
    try {
      expect(await codeOf(db)).toBe('ER_OPTION_PREVENTS_STATEMENT');
      // Neither is the one to write to, which both were asked for.
      expect(await codeOf(db)).toBe('READ_ONLY_SERVER');
      expect(sentTo[1]).toBeGreaterThan(0);
    } finally {
      await server.query('SET GLOBAL read_only = 0');
    }
    expect(await codeOf(db)).toBe('recorded');
  });
});
