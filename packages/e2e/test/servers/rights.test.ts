import { randomUUIDv7 } from 'node:crypto';
import {
  createTestBroker,
  createTestDatabase,
  type RunningProgram,
  readMetric,
  startProgram,
  type TestBroker,
  type TestDatabase,
} from '@post-views/testing';
import { type ConfirmChannel, connect } from 'amqplib';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import {
  type BrokerUser,
  createLeastPrivilege,
  type DatabaseUser,
  type LeastPrivilege,
} from '../least-privilege.ts';

const POST = '3f0f1c88-2a4b-4f0e-9d3c-7b1f8f0f8a10';
const KEY = 'k-1';
const QUEUE = 'analytics.post_views';
const WAIT = { timeout: 30_000, interval: 50 };
const DAY_SECONDS = 86_400;

/** What of the broker's rights is tried, on a channel that is closed by a refusal. */
const TRIES = {
  'declare a queue': (channel) => channel.assertQueue('more'),
  'declare an exchange': (channel) => channel.assertExchange('more', 'fanout'),
  'delete its queue': (channel) => channel.deleteQueue(QUEUE),
  'bind its queue to more': (channel) => channel.bindQueue(QUEUE, 'analytics.dead', 'more'),
  'read views': (channel) => channel.get(QUEUE),
  'read dead letters': (channel) => channel.get(`${QUEUE}.dead`),
  'publish views': (channel) => publishTo(channel, 'analytics.events'),
  'publish dead letters': (channel) => publishTo(channel, 'analytics.dead'),
  'publish past the exchanges': (channel) => publishTo(channel, ''),
} as const satisfies Record<string, (channel: ConfirmChannel) => Promise<unknown>>;

// Who gives a broker does not give the right to make users.
describe.runIf(inject('brokerControl') !== undefined)('users of least privilege', () => {
  let database: TestDatabase;
  let broker: TestBroker;
  let users: LeastPrivilege;
  const programs: RunningProgram[] = [];

  const run = (script: string, env: Record<string, string>, args?: readonly string[]) => {
    const program = startProgram(script, { HEALTH_PORT: '0', HOST: '127.0.0.1', ...env }, args);
    programs.push(program);
    return program;
  };
  const runCounters = (user: DatabaseUser, ...args: string[]) =>
    run('packages/counters/src/main.ts', { DATABASE_URL: users.databaseUrl(user) }, args);
  const publish = async (bodies: readonly string[]) => {
    const connection = await connect(users.amqpUrl('publisher'));
    const channel = await connection.createConfirmChannel();
    for (const body of bodies) {
      channel.publish('analytics.events', 'post.viewed', Buffer.from(body), { mandatory: true });
    }
    await channel.waitForConfirms();
    await connection.close();
  };
  /** Drops the last day's partition, and makes one before the oldest: the maintenance has something to do. */
  const disturbPartitions = async () => {
    const partitions = await database.query<{ name: string; bound: string }>(
      `SELECT PARTITION_NAME AS name, PARTITION_DESCRIPTION AS bound FROM information_schema.PARTITIONS
       WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'post_views' ORDER BY PARTITION_ORDINAL_POSITION`,
    );
    const last = partitions.at(-2)?.name;
    await database.query(`ALTER TABLE post_views DROP PARTITION ${last}`);
    const end = Number(partitions[0]?.bound);
    const start = end - 60 * DAY_SECONDS;
    const day = new Date(start * 1000).toISOString().slice(0, 10).replaceAll('-', '');
    await database.query(`ALTER TABLE post_views REORGANIZE PARTITION p_history INTO (
      PARTITION p_history VALUES LESS THAN (${start}), PARTITION p${day} VALUES LESS THAN (${end}))`);
    return { created: [last], dropped: ['p_history'] };
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    broker = await createTestBroker();
    users = await createLeastPrivilege(database, broker);
  });
  afterAll(async () => {
    for (const program of programs) await program[Symbol.asyncDispose]();
    await users?.[Symbol.asyncDispose]();
    await broker[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  it('count views, write dead letters, see to partitions, and answer', async () => {
    const maintained = await disturbPartitions();
    const consumer = run('apps/consumer/src/main.ts', {
      DATABASE_URL: users.databaseUrl('consumer'),
      MAINTENANCE_DATABASE_URL: users.databaseUrl('maintenance'),
      AMQP_URL: users.amqpUrl('consumer'),
      AMQP_TOPOLOGY: 'check',
      RAW_RETENTION_DAYS: '30',
    });
    const api = run('apps/api/src/main.ts', {
      DATABASE_URL: users.databaseUrl('api'),
      PORT: '0',
      INTERNAL_API_KEYS: `test:${KEY}`,
    });
    await consumer.logged('consuming');
    const timestamp = Math.floor(Date.now() / 1000);
    const view = JSON.stringify({ post_uuid: POST, timestamp, event_id: randomUUIDv7() });
    await publish([view, view, 'no JSON']);

    const { url } = await api.logged('started');
    const ask = async (path: string) => {
      const headers = { 'x-internal-api-key': KEY };
      const response = await fetch(`${String(url)}/api/v1/${path}`, { headers });
      return ((await response.json()) as { data?: unknown }).data;
    };
    await expect.poll(() => ask(`posts/${POST}/views`), WAIT).toMatchObject({ views: 1 });
    const today = new Date(timestamp * 1000).toISOString().slice(0, 10);
    const stats = { posts: 1, views: 1, oldest_raw_day: today };
    await expect.poll(() => ask('stats'), WAIT).toMatchObject(stats);
    for (const path of ['posts/top', 'posts/top?period=7d', `posts/${POST}/views/daily`]) {
      expect(await ask(path), path).toContainEqual(expect.objectContaining({ views: 1 }));
    }

    const { health } = await consumer.logged('started');
    const letters = () => readMetric(health, 'analytics_dead_letters_total');
    await expect.poll(letters, WAIT).toBe(1);
    const line = expect.objectContaining({ event: 'partitions_maintained', ...maintained });
    await expect.poll(() => consumer.log, WAIT).toContainEqual(line);
    expect(await consumer.end('SIGTERM')).toBe(0);
    expect(await api.end('SIGTERM')).toBe(0);
  });

  it('find what the consumer would have declared', async () => {
    const consumer = run('apps/consumer/src/main.ts', {
      DATABASE_URL: users.databaseUrl('consumer'),
      AMQP_URL: users.adminAmqpUrl,
      AMQP_TOPOLOGY: 'declare',
    });
    await consumer.logged('consuming');
    expect(await consumer.end('SIGTERM')).toBe(0);
  });

  it('compare counters as the consumer does; the operator replaces them', async () => {
    const other = '3f0f1c88-2a4b-4f0e-9d3c-7b1f8f0f8a11';
    await database.query(
      `INSERT INTO post_view_totals (post_uuid, view_count) VALUES ('${other}', 3)`,
    );
    const verify = runCounters('consumer', 'verify');
    expect(await verify.ended).toBe(1);
    expect(verify.stdout).toContain(other);
    const refused = runCounters('consumer', 'rebuild', '--yes');
    expect(await refused.ended).toBe(1);
    expect(refused.stderr).toContain('lacks a right');
    expect(await runCounters('operator', 'rebuild', '--yes').ended).toBe(0);
    expect(await runCounters('consumer', 'verify').ended).toBe(0);
  });

  it('look at dead letters and replay them as their operator', async () => {
    const dead = async (...args: string[]) => {
      const env = { AMQP_URL: users.amqpUrl('operator') };
      const command = run('packages/dead-letters/src/main.ts', env, args);
      return { code: await command.ended, said: command.stdout + command.stderr };
    };
    expect((await dead('list')).said).toContain('invalid_json');
    expect((await dead('replay')).said).toContain(`1 letter went back to ${QUEUE}`);
  });

  it.each<[DatabaseUser, string]>([
    ['migration', 'SELECT * FROM mysql.user'],
    ['migration', 'CREATE DATABASE more'],
    ['migration', 'CREATE TABLE `postXviews`.more (n INT)'],
    ['migration', 'GRANT SELECT ON post_views TO CURRENT_USER()'],
    ['consumer', 'DELETE FROM post_views'],
    ['consumer', 'DELETE FROM post_view_totals'],
    ['consumer', 'TRUNCATE post_view_aggregates'],
    ['consumer', 'DROP TABLE post_view_totals'],
    ['consumer', 'ALTER TABLE post_views DROP PARTITION p_future'],
    ['consumer', 'CREATE TABLE more (n INT)'],
    ['consumer', "INSERT INTO kysely_migration (name, timestamp) VALUES ('x', 'y')"],
    ['consumer', 'SELECT * FROM mysql.user'],
    ['maintenance', 'SELECT ip FROM post_views'],
    ['maintenance', 'DELETE FROM post_views'],
    ['maintenance', 'UPDATE post_views SET user_id = 1'],
    ['maintenance', 'SELECT * FROM post_view_totals'],
    ['maintenance', 'DROP TABLE post_view_totals'],
    ['maintenance', 'CREATE TABLE more (n INT)'],
    ['api', 'SELECT ip FROM post_views'],
    ['api', 'UPDATE post_view_totals SET view_count = 1'],
    ['api', `INSERT INTO post_view_totals (post_uuid, view_count) VALUES ('${POST}', 1)`],
    ['api', 'DELETE FROM post_view_aggregates'],
    ['api', 'DROP TABLE post_views'],
    ['api', 'CREATE TABLE more (n INT)'],
    ['operator', 'DELETE FROM post_views'],
    ['operator', 'UPDATE post_views SET user_id = 1'],
    ['operator', 'DROP TABLE post_view_totals'],
  ])('of the database: %s may not %s', async (user, statement) => {
    const connection = await createConnection(users.databaseUrl(user));
    onTestFinished(() => connection.end());
    const code = expect.stringMatching(/ACCESS_?DENIED/) as string;
    await expect(connection.query(statement)).rejects.toMatchObject({ code });
  });

  it.each<[BrokerUser, keyof typeof TRIES]>([
    ['consumer', 'declare a queue'],
    ['consumer', 'declare an exchange'],
    ['consumer', 'delete its queue'],
    ['consumer', 'bind its queue to more'],
    ['consumer', 'read dead letters'],
    ['consumer', 'publish views'],
    ['consumer', 'publish past the exchanges'],
    ['publisher', 'declare a queue'],
    ['publisher', 'declare an exchange'],
    ['publisher', 'read views'],
    ['publisher', 'read dead letters'],
    ['publisher', 'publish dead letters'],
    ['publisher', 'publish past the exchanges'],
    ['operator', 'declare a queue'],
    ['operator', 'read views'],
    ['operator', 'publish dead letters'],
  ])('of the broker: %s may not %s', async (user, what) => {
    const connection = await connect(users.amqpUrl(user));
    onTestFinished(() => connection.close());
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    await expect(TRIES[what](channel)).rejects.toThrow(/ACCESS[_-]REFUSED/);
  });
});

/** The broker refuses what is published by closing the channel. */
async function publishTo(channel: ConfirmChannel, exchange: string): Promise<void> {
  const refused = new Promise<never>((_, reject) => channel.once('error', reject));
  channel.publish(exchange, QUEUE, Buffer.from('{}'));
  await Promise.race([refused, channel.waitForConfirms()]);
}
