import {
  createTestDatabase,
  type TestDatabase,
  testView,
  testUuid as uuid,
} from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  classifyError,
  type DatabaseClient,
  type MaintainedPartitions,
  maintainPartitions,
  migrate,
  openDatabase,
  type PostView,
  partitionStatus,
  recordViews,
} from '../../src/index.ts';
import { openAt } from '../open-at.ts';

const TODAY = '2026-11-24T12:00:00Z';
const DAY_MS = 86_400_000;
const NOTHING = { created: [], dropped: [] };
const seconds = (time: string) => Date.parse(time) / 1000;
const daysLater = (days: number) => new Date(Date.parse(TODAY) + days * DAY_MS).toISOString();

let server: TestDatabase;
let db: DatabaseClient;
const clients: DatabaseClient[] = [];

beforeEach(async () => {
  server = await createTestDatabase();
  db = openDatabase({ url: server.url, connections: 5, connectTimeoutMs: 5_000 });
  clients.push(db);
  await migrate(await clientAt(TODAY), new Date(TODAY));
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.destroy();
  await server[Symbol.asyncDispose]();
});

async function clientAt(time: string): Promise<DatabaseClient> {
  const client = await openAt(server.url, time);
  clients.push(client);
  return client;
}

/** With all clocks at `time`, unless the process has one of its own. */
async function maintainAt(
  time: string,
  { retentionDays, ownClock = time }: { retentionDays?: number; ownClock?: string } = {},
): Promise<MaintainedPartitions> {
  const client = await clientAt(time);
  return maintainPartitions(client, { retentionDays, now: () => Date.parse(ownClock) });
}

let nextId = 1;
function view(time: string, id = nextId++) {
  const ids = { eventId: uuid(id), postUuid: uuid(id % 3) };
  return testView({ ...ids, viewedAt: seconds(time), ip: '203.0.113.9' });
}

async function names(): Promise<string[]> {
  const rows = await server.query<{ name: string }>(
    `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'post_views' ORDER BY PARTITION_ORDINAL_POSITION`,
  );
  return rows.map(({ name }) => name);
}

async function count(from: string): Promise<number> {
  const [row] = await server.query<{ n: number | string }>(`SELECT ${from}`);
  return Number(row?.n);
}

const rowsIn = (partition: string) =>
  count(`COUNT(*) AS n FROM post_views PARTITION (${partition})`);
/** Views by days, and by totals: two numbers that must be the same. */
const counted = () =>
  Promise.all(
    ['post_view_aggregates', 'post_view_totals'].map((table) =>
      count(`COALESCE(SUM(view_count), 0) AS n FROM ${table}`),
    ),
  );

/** As a consumer does it: again, when it was nobody's fault. @returns and with what codes it had failed */
async function recordForSure(views: readonly PostView[], now: number) {
  for (const failures: string[] = []; ; ) {
    try {
      return { ...(await recordViews(db, views, now)), failures };
    } catch (error) {
      failures.push(classifyError(error).code);
      if (failures.length > 100) throw error;
    }
  }
}

describe('maintainPartitions', () => {
  it('makes p_future again, and the days that went with it; until then no view is at fault', async () => {
    const before = await names();
    await server.query('ALTER TABLE post_views DROP PARTITION p20261207, p20261208, p_future');
    const late = [view('2026-12-07T12:00:00Z')];
    const error: unknown = await recordViews(db, late, Date.parse(TODAY)).catch((it) => it);
    expect(classifyError(error).kind).toBe('setup');
    expect(await maintainAt(TODAY)).toEqual({
      created: ['p20261207', 'p20261208', 'p_future'],
      dropped: [],
    });
    expect(await names()).toEqual(before);
    expect(await recordViews(db, late, Date.parse(TODAY))).toMatchObject({ recorded: 1 });

    await server.query('ALTER TABLE post_views DROP PARTITION p_future');
    expect(await maintainAt(TODAY)).toEqual({ created: ['p_future'], dropped: [] });
    expect(await maintainAt(TODAY)).toEqual(NOTHING);
  });

  it('goes from day to day, and views on both sides of midnight lie and count on theirs', async () => {
    expect(await maintainAt('2026-11-24T23:59:59Z', { retentionDays: 2 })).toEqual(NOTHING);
    const night = [view('2026-11-24T23:59:59Z'), view('2026-11-25T00:00:00Z')];
    await recordViews(db, night, Date.parse(TODAY));
    expect(await maintainAt('2026-11-25T00:00:00Z', { retentionDays: 2 })).toEqual({
      created: ['p20261209'],
      dropped: ['p_history'],
    });
    expect(await rowsIn('p20261124')).toBe(1);
    expect(await rowsIn('p20261125')).toBe(1);
    expect(
      await server.query('SELECT date, view_count FROM post_view_aggregates ORDER BY date'),
    ).toEqual([
      { date: '2026-11-24', view_count: 1 },
      { date: '2026-11-25', view_count: 1 },
    ]);
    expect(await recordViews(db, night, Date.parse(TODAY))).toMatchObject({ duplicates: 2 });
  });

  it('moves views to the partition of their day that was missing; they are still known', async () => {
    const late = ['2026-12-09T00:00:00Z', daysLater(30), daysLater(31)].map((time) => view(time));
    await recordViews(db, late, Date.parse(daysLater(31)));
    expect(await rowsIn('p_future')).toBe(3);
    expect((await maintainAt(daysLater(30))).created).toHaveLength(30);
    expect(await rowsIn('p_future')).toBe(0);
    expect(await rowsIn('p20261209')).toBe(1);
    expect(await rowsIn('p20261224')).toBe(1);
    expect(await rowsIn('p20261225')).toBe(1);
    expect(await recordViews(db, late, Date.parse(daysLater(31)))).toMatchObject({
      recorded: 0,
      duplicates: 3,
    });
    expect(await counted()).toEqual([3, 3]);
  });

  it('gives a table that has had none its first, and keeps what is in it', async () => {
    await server.query('ALTER TABLE post_views REMOVE PARTITIONING');
    await recordViews(db, [view('2020-02-29T12:00:00Z'), view(TODAY)]);
    await server.query(
      `ALTER TABLE post_views PARTITION BY RANGE (UNIX_TIMESTAMP(viewed_at))
         (PARTITION p_future VALUES LESS THAN MAXVALUE)`,
    );
    expect((await maintainAt(TODAY)).created).toHaveLength(17);
    expect(await rowsIn('p_history')).toBe(1);
    expect(await rowsIn('p20261124')).toBe(1);
  });

  it('drops raw views and nothing else', async () => {
    await recordViews(db, [view(TODAY), view(daysLater(1)), view(daysLater(4))], Date.parse(TODAY));
    const { dropped } = await maintainAt(daysLater(4), { retentionDays: 3 });
    expect(dropped).toEqual(['p_history', 'p20261123', 'p20261124']);
    expect(await count('COUNT(*) AS n FROM post_views')).toBe(2);
    expect(await counted()).toEqual([3, 3]);
    expect((await names())[0]).toBe('p20261125');
  });

  it('drops more than go into one statement', async () => {
    const { dropped } = await maintainAt(daysLater(40), { retentionDays: 10 });
    expect(dropped).toHaveLength(1 + 1 + 30);
    expect((await names())[0]).toBe('p20261224');
  });

  it('is done once when several do it at once', async () => {
    const done = await Promise.all(
      Array.from({ length: 4 }, () => maintainAt(daysLater(5), { retentionDays: 3 })),
    );
    expect(done.flatMap(({ created }) => created)).toHaveLength(5);
    expect(done.flatMap(({ dropped }) => dropped)).toHaveLength(4);
    expect(await maintainAt(daysLater(5), { retentionDays: 3 })).toEqual(NOTHING);
  });

  it('leaves it to another that is at it, and waits for that one only if told to', async () => {
    const lock = "CONCAT('post_views.', LEFT(SHA2(DATABASE(), 256), 32))";
    await server.query(`SELECT GET_LOCK(${lock}, 0)`);
    expect(await maintainAt(daysLater(1))).toEqual({ ...NOTHING, skipped: 'locked' });
    const patient = maintainPartitions(await clientAt(daysLater(1)), {
      retentionDays: undefined,
      now: () => Date.parse(daysLater(1)),
      waitSeconds: 30,
    });
    await server.query(`SELECT RELEASE_LOCK(${lock})`);
    expect(await patient).toEqual({ created: ['p20261209'], dropped: [] });
  });

  it.each([
    ["the database's clock jumps a day ahead", daysLater(4), daysLater(3)],
    ["the database's clock jumps a year ahead", daysLater(365), daysLater(3)],
    ['that of the process jumps a day ahead', daysLater(3), daysLater(4)],
    ['that of the process jumps a year ahead', daysLater(3), daysLater(365)],
    ['they are 6 min apart', '2026-11-28T00:03:00Z', '2026-11-27T23:57:00Z'],
  ])('drops nothing when %s, and makes what both say is missing', async (_, time, ownClock) => {
    const { created, dropped, skipped } = await maintainAt(time, { retentionDays: 2, ownClock });
    expect({ dropped, skipped }).toEqual({ dropped: [], skipped: 'clocks_differ' });
    expect(created.at(-1)).toBe('p20261211');
    expect((await names())[0]).toBe('p_history');
  });

  it('does nothing when all clocks jump back', async () => {
    await maintainAt(daysLater(5), { retentionDays: 2 });
    const before = await names();
    expect(await maintainAt(daysLater(2), { retentionDays: 2 })).toEqual(NOTHING);
    expect(await names()).toEqual(before);
  });

  it('does not wait for a long transaction, nor lets writers wait for it', async () => {
    await server.query('BEGIN');
    await server.query('SELECT COUNT(*) FROM post_views');
    const slowest = { ms: 0 };
    const maintained = maintainAt(daysLater(1));
    let done = false;
    void maintained.finally(() => {
      done = true;
    });
    while (!done) {
      const start = performance.now();
      await recordViews(db, [view(TODAY)], Date.parse(TODAY));
      slowest.ms = Math.max(slowest.ms, performance.now() - start);
    }
    expect(await maintained).toEqual({ ...NOTHING, skipped: 'busy' });
    expect(slowest.ms).toBeLessThan(5_000);
    await server.query('COMMIT');
    expect(await maintainAt(daysLater(1))).toMatchObject({ created: ['p20261209'] });
  });

  it('lets everybody write all the while, and every view is counted once', async () => {
    const days = 12;
    let day = 0;
    let written = 0;
    let recorded = 0;
    const failures = new Set<string>();
    const write = async () => {
      while (day < days) {
        const now = Date.parse(daysLater(day));
        const views = Array.from({ length: 50 }, (_, n) => view(daysLater(day - (n % 2))));
        const first = await recordForSure(views, now);
        const second = await recordForSure(views, now);
        for (const code of [...first.failures, ...second.failures]) failures.add(code);
        expect([...first.tooOld, ...second.tooOld]).toEqual([]);
        written += views.length;
        recorded += first.recorded + second.recorded;
      }
    };
    const writers = Array.from({ length: 3 }, write);
    const maintained: MaintainedPartitions[] = [];
    for (; day < days; day += 1) {
      maintained.push(await maintainAt(daysLater(day), { retentionDays: 2 }));
    }
    await Promise.all(writers);
    expect(maintained.filter(({ created }) => created.length > 0).length).toBeGreaterThan(6);
    expect(await counted()).toEqual([recorded, recorded]);
    expect(recorded).toBe(written);
    expect([...failures].filter((code) => code !== 'ER_LOCK_DEADLOCK')).toEqual([]);
  });
});

describe('partitionStatus', () => {
  it('says how far the partitions reach, by the clock of the database, and what is kept', async () => {
    const status = async (time: string) => partitionStatus(await clientAt(time));
    expect(await status(TODAY)).toEqual({ daysAhead: 14, keptSince: 1 });
    expect(await status(daysLater(15))).toEqual({ daysAhead: -1, keptSince: 1 });
    await maintainAt(daysLater(4), { retentionDays: 3 });
    expect(await status(daysLater(4))).toEqual({
      daysAhead: 14,
      keptSince: seconds('2026-11-25T00:00:00Z'),
    });
  });
});

describe('a view whose day has been dropped', () => {
  const NOW = Date.parse(daysLater(4));

  it('is not counted a second time', async () => {
    const once = view(TODAY);
    await recordViews(db, [once], Date.parse(TODAY));
    await maintainAt(daysLater(4), { retentionDays: 3 });
    expect(await recordViews(db, [once], NOW)).toEqual({
      recorded: 0,
      duplicates: 0,
      tooOld: [once],
    });
    expect(await counted()).toEqual([1, 1]);
    expect(await count('COUNT(*) AS n FROM post_views')).toBe(0);
  });

  it('costs the others of its batch nothing', async () => {
    await maintainAt(daysLater(4), { retentionDays: 3 });
    const old = view('2026-11-24T23:59:59Z');
    const kept = [view('2026-11-25T00:00:00Z'), view(daysLater(4))];
    await recordViews(db, kept.slice(0, 1), NOW);
    expect(await recordViews(db, [old, ...kept, old], NOW)).toEqual({
      recorded: 1,
      duplicates: 1,
      tooOld: [old, old],
    });
    expect(await counted()).toEqual([2, 2]);
  });

  it('is not counted a second time by a writer who began before that', async () => {
    const once = view(TODAY);
    await recordViews(db, [once], Date.parse(TODAY));
    await server.query('LOCK TABLES post_views WRITE');
    const recorded = recordViews(db, [once], NOW);
    const waiting = `SELECT 1 FROM information_schema.PROCESSLIST
      WHERE DB = DATABASE() AND STATE = 'Waiting for table metadata lock'`;
    await expect.poll(() => server.query(waiting), { timeout: 20_000 }).toHaveLength(1);
    await server.query('ALTER TABLE post_views DROP PARTITION p_history, p20261123, p20261124');
    await server.query('UNLOCK TABLES');
    expect(await recorded).toEqual({ recorded: 0, duplicates: 0, tooOld: [once] });
    expect(await counted()).toEqual([1, 1]);
  });

  it('is counted once though it comes again all the while its day is dropped', async () => {
    for (let day = 0; day < 6; day += 1) {
      const now = Date.parse(daysLater(day + 3));
      const views = Array.from({ length: 20 }, () => view(daysLater(day)));
      await recordViews(db, views, now);
      let dropped = false;
      const again = async () => {
        for (let after = 0; after < 2; ) {
          if (dropped) after += 1;
          const { recorded } = await recordForSure(views, now);
          expect(recorded).toBe(0);
        }
      };
      const writers = Array.from({ length: 3 }, again);
      while (!dropped) {
        const maintained = await maintainAt(daysLater(day + 3), { retentionDays: 2 });
        dropped = maintained.skipped !== 'busy';
      }
      await Promise.all(writers);
      expect(await counted()).toEqual([(day + 1) * 20, (day + 1) * 20]);
      const [oldest] = await names();
      expect(oldest).toBe(
        `p${daysLater(day + 1)
          .slice(0, 10)
          .replaceAll('-', '')}`,
      );
    }
  });
});
