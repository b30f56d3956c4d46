import { createTcpProxy, readMetrics, replaceText, startProgram } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestServers,
  someEvents,
  startTestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

const WAIT = { timeout: 30_000, interval: 20 };
let releases: AsyncDisposableStack;
let servers: TestServers;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  servers = releases.use(await openTestServers());
});
afterEach(() => releases.disposeAsync());

const deadLetters = () => servers.broker.waiting(`${servers.broker.queue}.dead`);

describe('a proxy that undoes what sessions are set to', () => {
  it('keeps the consumer from consuming, with the reason, until that is mended', async () => {
    let tampering = true;
    const tamper = replaceText('STRICT_ALL_TABLES', 'IGNORE_SPACE,ANSI');
    const proxy = await createTcpProxy(servers.database.url, (chunk, index) =>
      tampering ? tamper(chunk, index) : chunk,
    );
    releases.use(proxy);
    const consumer = releases.use(await startTestConsumer(servers, { DATABASE_URL: proxy.url }));
    const connected = { event: 'amqp_connected', connection: 'consumer' };
    await expect.poll(() => consumer.log, WAIT).toContainEqual(expect.objectContaining(connected));
    await servers.broker.publish(someEvents(5));
    await expect
      .poll(() => consumer.health('ready'), WAIT)
      .toMatchObject({
        status: 503,
        checks: {
          broker: { ok: false, why: 'takes no messages before the database can be worked with' },
          database: { ok: false, why: expect.stringMatching(/^WRONG_SESSION: .*sql_mode/) },
        },
      });
    expect(await consumer.health('live')).toMatchObject({ status: 200 });
    expect(await servers.broker.waiting(servers.broker.queue)).toBe(5);

    tampering = false;
    await expect.poll(servers.counted, WAIT).toEqual([5, 5, 5]);
    await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
  });
});

describe('a setting that weakens durability', () => {
  it('is a metric until it is as it should be', async () => {
    const setFlush = (value: number) =>
      servers.database.query(`SET GLOBAL innodb_flush_log_at_trx_commit = ${value}`);
    await setFlush(2);
    releases.defer(async () => void (await setFlush(1)));
    const consumer = releases.use(await startTestConsumer(servers));
    const weak = (setting: string) => consumer.metric(`weak_settings{setting="${setting}"}`);
    await expect.poll(() => weak('innodb_flush_log_at_trx_commit'), WAIT).toBe(1);
    expect(await weak('innodb_doublewrite')).toBe(0);
    await setFlush(1);
    await expect.poll(() => weak('innodb_flush_log_at_trx_commit'), WAIT).toBe(0);
  });
});

describe('a trigger that refuses all views', () => {
  it('makes no dead letter of a large batch: it waits, and tells', async () => {
    await servers.database.query(
      `CREATE TRIGGER refuse BEFORE INSERT ON post_view_totals FOR EACH ROW
         SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'`,
    );
    const consumer = releases.use(await startTestConsumer(servers));
    await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
    await servers.broker.publish([someEvents(300)]);
    await expect
      .poll(() => consumer.health('ready'), WAIT)
      .toMatchObject({
        status: 503,
        checks: { pipeline: { ok: false, why: expect.stringMatching(/^ALL_REFUSED: /) } },
      });
    expect(await consumer.health('live')).toMatchObject({ status: 200 });
    await servers.database.query('DROP TRIGGER refuse');
    await expect.poll(servers.counted, WAIT).toEqual([300, 300, 300]);
    await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
    expect(await deadLetters()).toBe(0);
  });
});

describe('a deadlock that it loses', () => {
  it('is tried again, and loses and doubles nothing', async () => {
    const consumer = releases.use(await startTestConsumer(servers));
    await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
    const { database, broker } = servers;
    const [a, b] = ['a', 'b'].map((end) => `0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5${end}`);
    await database.query(`INSERT INTO post_view_totals VALUES ('${a}', 0), ('${b}', 0)`);
    // The server ends the transaction that has changed less.
    await database.query('CREATE TABLE much (n INT)');
    await database.query('BEGIN');
    await database.query('INSERT INTO much SELECT 1 FROM information_schema.COLUMNS LIMIT 2000');
    await database.query(`SELECT * FROM post_view_totals WHERE post_uuid = '${b}' FOR UPDATE`);

    const events = someEvents(100).map((event, n) => ({ ...event, post_uuid: n % 2 ? a : b }));
    await broker.publish([events]);
    const waits = "SELECT 1 FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'";
    await expect.poll(() => database.query(waits), { ...WAIT, interval: 150 }).toHaveLength(1);
    await database.query(`SELECT * FROM post_view_totals WHERE post_uuid = '${a}' FOR UPDATE`);
    await database.query('COMMIT');

    await expect.poll(servers.counted, WAIT).toEqual([100, 100, 100]);
    expect(await consumer.metric('write_failures_total{code="ER_LOCK_DEADLOCK"}')).toBe(1);
    expect(await deadLetters()).toBe(0);
  });
});

describe('a long outage', () => {
  const CODES = 3;

  it('costs next to nothing, fills no log, and is over soon after it ends', async () => {
    const proxy = releases.use(await createTcpProxy(servers.database.url));
    const consumer = releases.use(
      startProgram('apps/consumer/src/main.ts', {
        DATABASE_URL: proxy.url,
        AMQP_URL: servers.broker.url,
        AMQP_QUEUE: servers.broker.queue,
        WRITERS: '1',
        HEALTH_PORT: '0',
      }),
    );
    const { health } = await consumer.logged('started');
    await consumer.logged('consuming');
    const metrics = () => readMetrics(health);
    const sum = (text: string, name: string) =>
      [...text.matchAll(new RegExp(`^${name}(?:{.*})? (.*)$`, 'gm'))].reduce(
        (total, [, value]) => total + Number(value),
        0,
      );
    const failures = async () => sum(await metrics(), 'analytics_write_failures_total');
    const failed = () => consumer.log.filter(({ event }) => event === 'write_failed');

    await proxy.cut();
    await servers.broker.publish(someEvents(2000));
    await expect.poll(() => servers.broker.waiting(servers.broker.queue), WAIT).toBe(0);
    await expect.poll(failures, { ...WAIT, interval: 200 }).toBeGreaterThanOrEqual(4);
    const before = { at: performance.now(), attempts: await failures(), text: await metrics() };
    await expect
      .poll(failures, { ...WAIT, interval: 200 })
      .toBeGreaterThanOrEqual(before.attempts + 3);
    const after = { at: performance.now(), attempts: await failures(), text: await metrics() };

    const seconds = (after.at - before.at) / 1000;
    const grown = (name: string) => sum(after.text, name) - sum(before.text, name);
    expect(grown('process_cpu_seconds_total') / seconds).toBeLessThan(0.1);
    expect(grown('process_resident_memory_bytes')).toBeLessThan(16 * 1024 * 1024);
    // By now there is a second or more between attempts: no busy loop would be that slow.
    expect((after.attempts - before.attempts - 1) / seconds).toBeLessThan(2);
    expect(failed().length).toBeLessThanOrEqual(CODES);
    expect(
      consumer.log.filter(({ event }) => event === 'database_unusable').length,
    ).toBeLessThanOrEqual(CODES);

    await proxy.restore();
    await expect.poll(servers.counted, { ...WAIT, timeout: 5_000 }).toEqual([2000, 2000, 2000]);
    await expect.poll(() => servers.broker.waiting(servers.broker.queue), WAIT).toBe(0);
    expect(await consumer.logged('write_recovered')).toMatchObject({
      attempts: (await failures()) + 1,
    });
    expect(sum(await metrics(), 'analytics_redelivered_messages_total')).toBe(0);
    expect(await deadLetters()).toBe(0);
    expect(await consumer.end('SIGTERM')).toBe(0);
  });
});
