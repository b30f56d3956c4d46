import { migrateAt, openDatabase } from '@post-views/db';
import {
  createTcpProxy,
  createTestDatabase,
  type LogLine,
  logTo,
  type TcpProxy,
  type TestDatabase,
} from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Maintenance, startMaintenance } from '../../src/maintenance.ts';
import { createFakeSleep, type FakeSleep } from '../fake-sleep.ts';
import { idleMetrics } from '../idle-metrics.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let server: TestDatabase;
let proxy: TcpProxy;
let maintenance: Maintenance | undefined;
let log: LogLine[];
let sleep: FakeSleep;

beforeEach(async () => {
  server = await createTestDatabase();
  proxy = await createTcpProxy(server.url);
  await migrateAt(server.url);
  log = [];
  sleep = createFakeSleep();
});
afterEach(async () => {
  await maintenance?.stop();
  await proxy[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const open = () => openDatabase({ url: proxy.url, connections: 1, connectTimeoutMs: 5_000 });

function start({ now = Date.now, retentionDays = 30 } = {}): Maintenance {
  maintenance = startMaintenance({
    open,
    retentionDays,
    log: logTo(log),
    metrics: idleMetrics(),
    now,
    sleep: sleep.sleep,
  });
  return maintenance;
}

/** Lets it run so many times from now on, the first included. */
async function runs(count: number): Promise<void> {
  const before = sleep.slept.length;
  for (let run = 1; run <= count; run += 1) {
    if (before + run > 1) sleep.wakeUp();
    await expect.poll(() => sleep.slept, WAIT).toHaveLength(before + run);
  }
}

const lines = (name: string) => log.filter(({ event }) => event === name);

describe('the maintenance', () => {
  it('looks every hour', async () => {
    start();
    await runs(3);
    expect(sleep.slept).toEqual([HOUR_MS, HOUR_MS, HOUR_MS]);
    expect(log).toEqual([]);
  });

  it('tries again soon, and then less and less often, while the database is away', async () => {
    await proxy.cut();
    start();
    await runs(9);
    const pauses = [5, 10, 20, 40, 80, 160, 320, 600, 600].map((seconds) => seconds * SECOND_MS);
    expect(sleep.slept).toEqual(pauses);
    expect(lines('partitions_failed')).toHaveLength(9);
    expect(lines('partitions_failed').at(-1)).toMatchObject({
      level: 'warn',
      code: 'ECONNREFUSED',
    });
    await proxy.restore();
    await runs(1);
    expect(sleep.slept.at(-1)).toBe(HOUR_MS);
    await proxy.cut();
    await runs(1);
    expect(sleep.slept.at(-1)).toBe(5 * SECOND_MS);
  });

  it('looks again in a minute when another is at it, and hears what that one has dropped', async () => {
    const lock = "CONCAT('post_views.', LEFT(SHA2(DATABASE(), 256), 32))";
    await server.query(`SELECT GET_LOCK(${lock}, 0)`);
    const { horizon } = start({ retentionDays: 36_500 });
    await runs(1);
    expect(sleep.slept).toEqual([MINUTE_MS]);
    expect(lines('partitions_skipped')).toMatchObject([{ level: 'debug', why: 'locked' }]);
    expect(horizon()).toBe(1);

    await server.query('ALTER TABLE post_views DROP PARTITION p_history');
    await server.query(`SELECT RELEASE_LOCK(${lock})`);
    await runs(1);
    expect(sleep.slept).toEqual([MINUTE_MS, HOUR_MS]);
    expect(horizon() * 1000).toBeGreaterThan(Date.now() - 3 * DAY_MS);
  });

  it.each([
    ['ahead', 2],
    ['behind', -2],
  ])('says when its clock is days %s', async (_, days) => {
    start({ now: () => Date.now() + days * DAY_MS });
    await runs(1);
    expect(sleep.slept).toEqual([HOUR_MS]);
    expect(lines('partitions_skipped')).toMatchObject([{ level: 'warn', why: 'clocks_differ' }]);
  });

  it('does nothing any more once it is stopped', async () => {
    const { stop } = start();
    await runs(1);
    await stop();
    expect(sleep.slept).toHaveLength(1);
  });
});
