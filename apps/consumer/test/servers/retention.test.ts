import { createTcpProxy } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestServers,
  POST,
  startTestConsumer,
  type TestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const DAY_MS = 86_400_000;
let servers: TestServers;
const consumers: TestConsumer[] = [];

beforeEach(async () => {
  servers = await openTestServers();
});
afterEach(async () => {
  for (const { stop } of consumers.splice(0)) await stop();
  await servers[Symbol.asyncDispose]();
});

async function start(env: Record<string, string> = {}): Promise<TestConsumer> {
  const consumer = await startTestConsumer(servers, env);
  consumers.push(consumer);
  await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
  return consumer;
}

/** The start of the UTC day so many days before today, in milliseconds. */
const dayAgo = (days: number) => (Math.floor(Date.now() / DAY_MS) - days) * DAY_MS;
const nameOf = (day: number) => `p${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;

let nextId = 1;
const eventOf = (daysAgo: number) => ({
  post_uuid: POST,
  timestamp: new Date(Date.now() - daysAgo * DAY_MS).toISOString(),
  event_id: `019b0c2a-0000-7000-9000-${String(nextId++).padStart(12, '0')}`,
});

async function partitions(): Promise<string[]> {
  const rows = await servers.database.query<{ name: string }>(
    `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'post_views' ORDER BY PARTITION_ORDINAL_POSITION`,
  );
  return rows.map(({ name }) => name);
}

/** As if the service had run for ten days. */
async function splitHistory(): Promise<void> {
  const days = Array.from({ length: 8 }, (_, index) => dayAgo(9 - index));
  const definitions = days.map(
    (day) => `PARTITION ${nameOf(day)} VALUES LESS THAN (${(day + DAY_MS) / 1000})`,
  );
  await servers.database.query(
    `ALTER TABLE post_views REORGANIZE PARTITION p_history INTO (
       PARTITION p_history VALUES LESS THAN (${dayAgo(9) / 1000}), ${definitions.join(', ')})`,
  );
}

async function dropLastDays(count: number): Promise<readonly string[]> {
  const days = (await partitions()).slice(-1 - count, -1);
  await servers.database.query(`ALTER TABLE post_views DROP PARTITION ${days.join(', ')}`);
  return days;
}

async function deadLetters(): Promise<{ reason: string; detail: string }[]> {
  const letters = await servers.broker.takeAll(`${servers.broker.queue}.dead`);
  return letters.map(({ properties: { headers } }) => ({
    reason: String(headers?.['x-reason']),
    detail: String(headers?.['x-detail']),
  }));
}
const messagesDead = () => servers.broker.waiting(`${servers.broker.queue}.dead`);

const TOO_OLD = { reason: 'too_old', detail: 'timestamp: before the oldest day that is kept' };

describe('RAW_RETENTION_DAYS', () => {
  it('ends raw views, never counts; what comes too late for them is a dead letter', async () => {
    await splitHistory();
    const events = [8, 6, 1, 0].map(eventOf);
    const { stop } = await start();
    await servers.broker.publish(events);
    await expect.poll(servers.counted, WAIT).toEqual([4, 4, 4]);
    await stop();

    const { log, metric } = await start({ RAW_RETENTION_DAYS: '3' });
    await expect.poll(servers.counted, WAIT).toEqual([2, 4, 4]);
    await expect.poll(async () => (await partitions())[0], WAIT).toBe(nameOf(dayAgo(3)));
    await expect.poll(() => metric('partition_maintenance_total{result="done"}'), WAIT).toBe(1);
    await expect
      .poll(() => metric('oldest_raw_day_timestamp_seconds'), WAIT)
      .toBe(dayAgo(3) / 1000);
    expect(await metric('partitions_ahead_days')).toBe(14);
    expect(log).toContainEqual(
      expect.objectContaining({
        event: 'partitions_maintained',
        created: [],
        dropped: ['p_history', ...[9, 8, 7, 6, 5, 4].map((days) => nameOf(dayAgo(days)))],
      }),
    );

    await servers.broker.publish(events);
    await expect.poll(() => metric('events_total{result="duplicate"}'), WAIT).toBe(2);
    await expect.poll(messagesDead, WAIT).toBe(2);
    expect(await deadLetters()).toEqual([TOO_OLD, TOO_OLD]);
    expect(await servers.counted()).toEqual([2, 4, 4]);
  });

  it('holds before the first look at the database, and for days that it still has', async () => {
    await using away = await createTcpProxy(servers.database.url);
    await away.cut();
    const { metric } = await start({ RAW_RETENTION_DAYS: '3', MAINTENANCE_DATABASE_URL: away.url });
    await servers.broker.publish([eventOf(5), eventOf(2)]);
    await expect.poll(messagesDead, WAIT).toBe(1);
    await expect.poll(servers.counted, WAIT).toEqual([1, 1, 1]);
    expect(await metric('rejected_events_total{reason="too_old"}')).toBe(1);
    expect(await metric('partitions_ahead_days')).toBeNaN();
  });
});

describe('a day that is dropped by another', () => {
  it('while a view of it waits for the database: a view that was counted is not counted again', async () => {
    await splitHistory();
    await using proxy = await createTcpProxy(servers.database.url);
    const { log, metric } = await start({ DATABASE_URL: proxy.url });
    const counted = eventOf(8);
    await servers.broker.publish([counted]);
    await expect.poll(servers.counted, WAIT).toEqual([1, 1, 1]);

    await proxy.cut();
    await servers.broker.publish([[counted, eventOf(0)]]);
    await expect
      .poll(() => log, WAIT)
      .toContainEqual(expect.objectContaining({ event: 'write_failed' }));
    const gone = ['p_history', nameOf(dayAgo(9)), nameOf(dayAgo(8))];
    await servers.database.query(`ALTER TABLE post_views DROP PARTITION ${gone.join(', ')}`);
    await proxy.restore();

    await expect.poll(servers.counted, WAIT).toEqual([1, 2, 2]);
    await expect.poll(messagesDead, WAIT).toBe(1);
    expect(await deadLetters()).toEqual([TOO_OLD]);
    expect(await metric('rejected_events_total{reason="too_old"}')).toBe(1);
  });
});

describe('partitions that can not be made', () => {
  it('because of a long transaction: views are counted, and stopping does not wait for it', async () => {
    const [missing = ''] = await dropLastDays(1);
    await servers.database.query('BEGIN');
    await servers.database.query('SELECT COUNT(*) FROM post_views');
    const { log, metric, stop } = await start();
    await servers.broker.publish(Array.from({ length: 500 }, () => eventOf(0)));
    await expect.poll(() => metric('events_total{result="counted"}'), WAIT).toBe(500);
    await expect
      .poll(() => log, WAIT)
      .toContainEqual(expect.objectContaining({ event: 'partitions_skipped', why: 'busy' }));
    // The metrics follow the line in the log: how far partitions reach is asked after that.
    await expect.poll(() => metric('partition_maintenance_total{result="busy"}'), WAIT).toBe(1);
    await expect.poll(() => metric('partitions_ahead_days'), WAIT).toBe(13);
    await stop();
    await servers.database.query('COMMIT');
    await start();
    await expect.poll(partitions, WAIT).toContain(missing);
  });

  it('for want of a right: views are counted, and another user may do it', async () => {
    const [missing = ''] = await dropLastDays(1);
    const url = new URL(servers.database.url);
    const name = url.pathname.slice(1);
    url.username = `u_${name.slice(5)}`;
    url.password = 'counts-only';
    const user = `'${url.username}'@'%'`;
    await servers.database.query(`CREATE USER ${user} IDENTIFIED BY '${url.password}'`);
    await servers.database.query(`GRANT SELECT, INSERT, UPDATE ON ${name}.* TO ${user}`);
    try {
      const { log, metric, stop } = await start({ DATABASE_URL: url.href });
      await expect
        .poll(() => log, WAIT)
        .toContainEqual(
          expect.objectContaining({
            event: 'partitions_failed',
            level: 'error',
            code: 'ER_TABLEACCESS_DENIED_ERROR',
            reason: expect.stringContaining('lacks a right on a table'),
          }),
        );
      await servers.broker.publish([eventOf(0), eventOf(5)]);
      await expect.poll(servers.counted, WAIT).toEqual([2, 2, 2]);
      await expect.poll(() => metric('partition_maintenance_total{result="failed"}'), WAIT).toBe(1);
      await expect.poll(() => metric('partitions_ahead_days'), WAIT).toBe(13);
      await stop();

      await start({ DATABASE_URL: url.href, MAINTENANCE_DATABASE_URL: servers.database.url });
      await expect.poll(partitions, WAIT).toContain(missing);
    } finally {
      await Promise.all(consumers.map(({ stop }) => stop()));
      await servers.database.query(`DROP USER ${user}`);
    }
  });
});

describe('two consumers', () => {
  it('see to partitions once, while they count', async () => {
    await splitHistory();
    const missing = await dropLastDays(5);
    const [first, second] = await Promise.all([
      start({ RAW_RETENTION_DAYS: '3' }),
      start({ RAW_RETENTION_DAYS: '3' }),
    ]);
    await servers.broker.publish(Array.from({ length: 1000 }, (_, n) => eventOf(n % 2)));
    await expect.poll(servers.counted, WAIT).toEqual([1000, 1000, 1000]);
    const lines = () => [...first.log, ...second.log];
    await expect
      .poll(() => lines().filter(({ event }) => event === 'partitions_maintained'), WAIT)
      .toMatchObject([{ created: missing, dropped: { length: 7 } }]);
    expect(lines().filter(({ event }) => event === 'partitions_failed')).toEqual([]);
  });
});
