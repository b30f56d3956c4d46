import {
  DAY_SECONDS,
  type DatabaseClient,
  migrate,
  openDatabase,
  recordViews,
  startOfDay,
  toSqlDate,
} from '@post-views/db';
import {
  createTestDatabase,
  type LogLine,
  logTo,
  type TestDatabase,
  testViews,
} from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CounterWatch, startCounterWatch } from '../../src/watch-counters.ts';
import { createFakeSleep, type FakeSleep } from '../fake-sleep.ts';
import { idleMetrics } from '../idle-metrics.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const HOUR_MS = 3_600_000;
const POST = '0b6f3a52-9f0c-4f5e-8a55-00000000000a';
const NOON = startOfDay(Date.now() / 1000) - DAY_SECONDS / 2;
const dayAgo = (days: number) => toSqlDate(NOON - days * DAY_SECONDS);

let server: TestDatabase;
let db: DatabaseClient;
let watch: CounterWatch | undefined;
let log: LogLine[];
let sleep: FakeSleep;
let metrics: ReturnType<typeof idleMetrics>;
let clock: number;

beforeEach(async () => {
  server = await createTestDatabase();
  db = openDatabase({ url: server.url, connections: 1, connectTimeoutMs: 5_000 });
  await migrate(db, new Date());
  [log, sleep, clock] = [[], createFakeSleep(), 0];
  metrics = idleMetrics();
});
afterEach(async () => {
  await watch?.stop();
  await db.destroy();
  await server[Symbol.asyncDispose]();
});

const record = (days: number, count: number) =>
  recordViews(db, testViews(count, { postUuid: POST, viewedAt: NOON - days * DAY_SECONDS }));

function start(url = server.url): void {
  watch = startCounterWatch({
    open: () => openDatabase({ url, connections: 1, connectTimeoutMs: 5_000, role: 'reader' }),
    log: logTo(log),
    metrics,
    monotonicNow: () => clock,
    random: () => 0.5,
    sleep: sleep.sleep,
  });
}

/** Lets it look once more. */
async function look(): Promise<void> {
  const before = sleep.slept.length;
  sleep.wakeUp();
  await expect.poll(() => sleep.slept, WAIT).toHaveLength(before + 1);
}

async function metric(name: string): Promise<Record<string, number>> {
  const found = (await metrics.registry.getMetricsAsJSON()).find((one) => one.name === name);
  const values = (found?.values ?? []) as { labels: Record<string, string>; value: number }[];
  return Object.fromEntries(
    values.map(({ labels, value }) => [Object.values(labels).join(), value]),
  );
}

describe('the watch over the counters', () => {
  it('looks after some minutes, then every hour, and finds nothing where there is nothing wrong', async () => {
    await record(0, 3);
    await record(5, 2);
    start();
    expect(await metric('analytics_counter_drift')).toEqual({
      days: Number.NaN,
      totals: Number.NaN,
    });
    await look();
    expect(sleep.slept).toEqual([300_000, HOUR_MS]);
    expect(await metric('analytics_counter_drift')).toEqual({ days: 0, totals: 0 });
    expect(await metric('analytics_counter_comparisons_total')).toEqual({ done: 1, failed: 0 });
    expect(log).toEqual([]);
  });

  it('tells of what differs, older days in turn, until it is right again', async () => {
    for (const days of [0, 1, 2, 3, 4]) await record(days, 2);
    await server.query(
      `UPDATE post_view_aggregates SET view_count = 9 WHERE date = '${dayAgo(3)}'`,
    );
    start();
    await look();
    // The totals are compared at once; of the older days another one comes first.
    expect(await metric('analytics_counter_drift')).toEqual({ days: 0, totals: 7 });
    await look();
    expect(await metric('analytics_counter_drift')).toEqual({ days: 7, totals: 7 });
    expect(log).toContainEqual(
      expect.objectContaining({
        event: 'counters_differ',
        level: 'error',
        day: dayAgo(3),
        excess: 7,
      }),
    );
    await look();
    expect(await metric('analytics_counter_drift')).toMatchObject({ days: 7 });

    await server.query(
      `UPDATE post_view_aggregates SET view_count = 2 WHERE date = '${dayAgo(3)}'`,
    );
    await look();
    expect(await metric('analytics_counter_drift')).toEqual({ days: 7, totals: 0 });
    await look();
    expect(await metric('analytics_counter_drift')).toEqual({ days: 0, totals: 0 });
  });

  it('forgets a day that has been dropped', async () => {
    await record(0, 1);
    await record(5, 2);
    await server.query(
      `UPDATE post_view_aggregates SET view_count = 9 WHERE date = '${dayAgo(5)}'`,
    );
    await server.query('UPDATE post_view_totals SET view_count = 10');
    start();
    await look();
    expect(await metric('analytics_counter_drift')).toEqual({ days: 7, totals: 0 });
    await server.query('ALTER TABLE post_views DROP PARTITION p_history');
    await look();
    expect(await metric('analytics_counter_drift')).toEqual({ days: 0, totals: 0 });
  });

  it('rests for longer when it has worked for long', async () => {
    start();
    await expect.poll(() => sleep.slept, WAIT).toHaveLength(1);
    const later = setInterval(() => (clock += 60_000), 1);
    await look();
    clearInterval(later);
    expect(sleep.slept.at(-1)).toBeGreaterThan(HOUR_MS);
  });

  it('compares totals although days can not be compared', async () => {
    await record(0, 2);
    await server.query('UPDATE post_view_totals SET view_count = 5');
    await server.query('RENAME TABLE post_views TO elsewhere');
    start();
    await look();
    expect(await metric('analytics_counter_drift')).toEqual({ days: Number.NaN, totals: 3 });
    expect(await metric('analytics_counter_comparisons_total')).toEqual({ done: 0, failed: 1 });
    await server.query('RENAME TABLE elsewhere TO post_views');
    await look();
    expect(await metric('analytics_counter_drift')).toEqual({ days: 0, totals: 3 });
  });

  it('says why it could not look, and tries again the next time', async () => {
    start('mysql://nobody:x@127.0.0.1:1/none');
    await look();
    const line = { event: 'counters_not_compared', level: 'warn', code: 'ECONNREFUSED' };
    expect(log).toEqual([
      expect.objectContaining({ ...line, counter: 'days' }),
      expect.objectContaining({ ...line, counter: 'totals' }),
    ]);
    expect(await metric('analytics_counter_comparisons_total')).toEqual({ done: 0, failed: 1 });
    // What nobody has seen is not right.
    expect(await metric('analytics_counter_drift')).toEqual({
      days: Number.NaN,
      totals: Number.NaN,
    });
    await look();
    expect(sleep.slept.slice(1)).toEqual([HOUR_MS, HOUR_MS]);
  });
});
