import { createTcpProxy, type TcpProxy } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestServers,
  POST,
  someEvents,
  startTestConsumer,
  type TestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

let servers: TestServers;
let databaseProxy: TcpProxy;
let brokerProxy: TcpProxy;
let consumer: TestConsumer | undefined;
const WAIT = { timeout: 30_000, interval: 20 };

beforeEach(async () => {
  servers = await openTestServers();
  databaseProxy = await createTcpProxy(servers.database.url);
  brokerProxy = await createTcpProxy(servers.broker.url);
});
afterEach(async () => {
  await consumer?.stop();
  consumer = undefined;
  await databaseProxy[Symbol.asyncDispose]();
  await brokerProxy[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

async function start(env: Record<string, string> = {}): Promise<TestConsumer> {
  consumer = await startTestConsumer(servers, {
    DATABASE_URL: databaseProxy.url,
    AMQP_URL: brokerProxy.url,
    ...env,
  });
  return consumer;
}

async function startReady(env: Record<string, string> = {}): Promise<TestConsumer> {
  const started = await start(env);
  await expect.poll(() => started.health('ready'), WAIT).toMatchObject({ status: 200 });
  return started;
}

const DEAD_LETTERS = {
  durable: true,
  arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 },
};

describe('when the database is away', () => {
  it('holds what it has, says that it is not ready but alive, and goes on by itself', async () => {
    const { health, log } = await startReady();
    await databaseProxy.cut();
    await servers.broker.publish(someEvents(50));
    await expect
      .poll(() => log, WAIT)
      .toContainEqual(expect.objectContaining({ event: 'write_failed' }));
    expect(await health('ready')).toMatchObject({
      status: 503,
      checks: { broker: { ok: true }, database: { ok: false, why: expect.any(String) } },
    });
    expect(await health('live')).toMatchObject({ status: 200 });

    await databaseProxy.restore();
    await expect.poll(servers.counted, { ...WAIT, timeout: 5_000 }).toEqual([50, 50, 50]);
    await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 200 });
    expect(await servers.broker.waiting(`${servers.broker.queue}.dead`)).toBe(0);
  });

  it('starts without it, and leaves the messages in the queue until it is there', async () => {
    await databaseProxy.cut();
    const { health, log, metric } = await start();
    await expect
      .poll(() => health('ready'), WAIT)
      .toMatchObject({
        status: 503,
        checks: { broker: { ok: false, why: expect.any(String) }, database: { ok: false } },
      });
    expect(await health('live')).toMatchObject({ status: 200 });
    const { queue } = servers.broker;
    const connected = { event: 'amqp_connected', connection: 'consumer' };
    await expect.poll(() => log, WAIT).toContainEqual(expect.objectContaining(connected));
    await servers.broker.publish(someEvents(10));
    // Also on another connection than the first.
    await brokerProxy.cut();
    await brokerProxy.restore();
    expect(await servers.broker.waiting(queue)).toBe(10);

    await databaseProxy.restore();
    await expect.poll(servers.counted, WAIT).toEqual([10, 10, 10]);
    await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 200 });
    expect(await metric('redelivered_messages_total')).toBe(0);
  });

  it('counts once what was committed when the answer to the COMMIT was lost', async () => {
    const { metric } = await startReady();
    const cut = databaseProxy.cutAfter('commit');
    await servers.broker.publish([someEvents(200)]);
    await cut;
    await expect.poll(() => metric('events_total{result="duplicate"}'), WAIT).toBe(200);
    expect(await servers.counted()).toEqual([200, 200, 200]);
  });

  it('goes on after it has kept silent in the middle of a transaction', async () => {
    const { log } = await startReady();
    const cut = databaseProxy.cutAfter('INSERT INTO post_view_totals');
    await servers.broker.publish(someEvents(50));
    await cut;
    await expect.poll(servers.counted, WAIT).toEqual([50, 50, 50]);
    // Named by what happened, not by the rollback that failed after it.
    const codes = log.filter(({ event }) => event === 'write_failed').map(({ code }) => code);
    expect(codes).toContainEqual(expect.stringMatching(/^(PROTOCOL_CONNECTION_LOST|ECONNRESET)$/));
  });

  it('says that it can not write, though the database answers', async () => {
    const { health } = await startReady();
    await servers.database.query('RENAME TABLE post_view_totals TO elsewhere');
    await servers.broker.publish(someEvents(5));
    await expect
      .poll(() => health('ready'), WAIT)
      .toMatchObject({
        status: 503,
        checks: {
          database: { ok: true },
          pipeline: { ok: false, why: expect.stringContaining('ER_NO_SUCH_TABLE') },
        },
      });
    expect(await health('live')).toMatchObject({ status: 200 });
    await servers.database.query('RENAME TABLE elsewhere TO post_view_totals');
    await expect.poll(servers.counted, WAIT).toEqual([5, 5, 5]);
    await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 200 });
  });

  it('says that the tables are missing', async () => {
    await servers.database.query('RENAME TABLE kysely_migration TO elsewhere');
    const { health } = await start();
    await expect
      .poll(() => health('ready'), WAIT)
      .toMatchObject({
        status: 503,
        checks: { database: { ok: false, why: expect.stringContaining('pnpm db:migrate') } },
      });
  });
});

describe('when the broker is away', () => {
  it('says that it is not ready, connects again, and loses and doubles nothing', async () => {
    const { health } = await startReady();
    for (let round = 1; round <= 3; round += 1) {
      await servers.broker.publish(someEvents(500));
      await brokerProxy.cut();
      await expect
        .poll(() => health('ready'), WAIT)
        .toMatchObject({ status: 503, checks: { broker: { ok: false } } });
      expect(await health('live')).toMatchObject({ status: 200 });
      await brokerProxy.restore();
      const total = round * 500;
      await expect.poll(servers.counted, WAIT).toEqual([total, total, total]);
      await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 200 });
    }
  });

  it('counts once what was committed when the acknowledgement was lost', async () => {
    const { metric } = await startReady();
    const { database } = servers;
    await database.query(`INSERT INTO post_view_totals VALUES ('${POST}', 0)`);
    await database.query('BEGIN');
    await database.query('SELECT * FROM post_view_totals FOR UPDATE');
    await servers.broker.publish([someEvents(200)]);
    const waiting = "SELECT 1 FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'";
    // InnoDB renews this table only when nobody has looked for a tenth of a second.
    await expect.poll(() => database.query(waiting), { ...WAIT, interval: 250 }).toHaveLength(1);
    brokerProxy.freeze();
    await database.query('COMMIT');
    await expect.poll(servers.counted, WAIT).toEqual([200, 200, 200]);
    await brokerProxy.cut();
    await brokerProxy.restore();
    await expect.poll(() => metric('events_total{result="duplicate"}'), WAIT).toBe(200);
    expect(await servers.counted()).toEqual([200, 200, 200]);
  });

  it('starts without it', async () => {
    await brokerProxy.cut();
    const { health } = await start();
    await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 503 });
    await brokerProxy.restore();
    await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 200 });
  });

  it('declares the queue again and consumes from it when it was deleted', async () => {
    const { health, log } = await startReady();
    await servers.broker.channel.deleteQueue(servers.broker.queue);
    await expect
      .poll(() => log, WAIT)
      .toContainEqual(expect.objectContaining({ event: 'amqp_disconnected', code: 'CANCELLED' }));
    await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 200 });
    await servers.broker.publish(someEvents(1));
    await expect.poll(servers.counted, WAIT).toEqual([1, 1, 1]);
  });
});

describe('a dead letter that nobody takes', () => {
  it('holds its message and nothing else, and goes out when somebody does', async () => {
    await (await startReady()).stop();
    const { log } = await startReady({ AMQP_TOPOLOGY: 'check' });
    const { channel, queue } = servers.broker;
    await channel.unbindQueue(`${queue}.dead`, 'analytics.dead', queue);
    await servers.broker.publish(['{', ...someEvents(100)]);
    await expect.poll(servers.counted, WAIT).toEqual([100, 100, 100]);
    await expect
      .poll(() => log, WAIT)
      .toContainEqual(
        expect.objectContaining({ event: 'dead_letter_failed', reason: 'no queue takes it' }),
      );
    await channel.bindQueue(`${queue}.dead`, 'analytics.dead', queue);
    await expect.poll(() => servers.broker.waiting(`${queue}.dead`), WAIT).toBe(1);
  });

  it('has its queue declared again, where declaring is the business of the consumer', async () => {
    await startReady();
    const { channel, queue } = servers.broker;
    await channel.deleteQueue(`${queue}.dead`);
    await servers.broker.publish(['{', '[', ...someEvents(10)]);
    await expect.poll(servers.counted, WAIT).toEqual([10, 10, 10]);
    await expect.poll(() => servers.broker.waiting(queue), WAIT).toBe(0);
    await expect
      .poll(
        async () => (await channel.assertQueue(`${queue}.dead`, { ...DEAD_LETTERS })).messageCount,
        WAIT,
      )
      .toBe(2);
  });
});

describe('stopping', () => {
  it('settles what is at hand, and gives the rest back', async () => {
    const { stop } = await startReady({ BATCH_MAX_AGE_MS: '60000' });
    await servers.broker.publish(someEvents(300));
    await expect.poll(() => servers.broker.waiting(servers.broker.queue), WAIT).toBe(0);
    expect(await servers.counted()).toEqual([0, 0, 0]);
    await stop();
    expect(await servers.counted()).toEqual([300, 300, 300]);
    expect(await servers.broker.waiting(servers.broker.queue)).toBe(0);
  });

  it('does not wait for a database that is away longer than it may', async () => {
    const { stop, log } = await startReady({ SHUTDOWN_TIMEOUT_MS: '300' });
    await databaseProxy.cut();
    await servers.broker.publish(someEvents(10));
    await expect
      .poll(() => log, WAIT)
      .toContainEqual(expect.objectContaining({ event: 'write_failed' }));
    await stop();
    await expect.poll(() => servers.broker.waiting(servers.broker.queue), WAIT).toBe(10);
    expect(await servers.counted()).toEqual([0, 0, 0]);
    expect(log).toContainEqual(expect.objectContaining({ event: 'stop_incomplete' }));
  });
});

describe('prefetch', () => {
  it('may be more than a quorum queue lets out to one consumer', async () => {
    const { stop } = await startReady({
      PREFETCH: '4500',
      BATCH_SIZE: '4500',
      BATCH_MAX_AGE_MS: '60000',
    });
    await servers.broker.publish(someEvents(4400));
    await expect.poll(() => servers.broker.waiting(servers.broker.queue), WAIT).toBe(0);
    expect(await servers.counted()).toEqual([0, 0, 0]);
    await stop();
    expect(await servers.counted()).toEqual([4400, 4400, 4400]);
  });
});

describe('two batches side by side', () => {
  it('are settled in the order in which they came, whichever is written first', async () => {
    const { log } = await startReady({ BATCH_SIZE: '100' });
    const { database, broker } = servers;
    const held = { post_uuid: POST, other: '0b6f3a52-9f0c-4f5e-8a55-000000000000' };
    await database.query(`INSERT INTO post_view_totals VALUES ('${held.other}', 0)`);
    await database.query('BEGIN');
    await database.query(
      `SELECT * FROM post_view_totals WHERE post_uuid = '${held.other}' FOR UPDATE`,
    );
    const waiting = someEvents(100).map((event) => ({ ...event, post_uuid: held.other }));
    await broker.publish([waiting, someEvents(100)]);
    const written = () => log.filter(({ event }) => event === 'batch_written');
    await expect.poll(written, WAIT).toHaveLength(1);
    // The second is committed; the first is not, so neither may be acknowledged.
    await brokerProxy.cut();
    await brokerProxy.restore();
    await expect.poll(() => consumer?.health('ready'), WAIT).toMatchObject({ status: 200 });
    await database.query('COMMIT');
    await expect.poll(servers.counted, WAIT).toEqual([200, 200, 200]);
    await expect.poll(() => servers.broker.waiting(broker.queue), WAIT).toBe(0);
    const duplicates = 'events_total{result="duplicate"}';
    await expect.poll(() => consumer?.metric(duplicates), WAIT).toBeGreaterThanOrEqual(100);
  });
});

describe('a second consumer', () => {
  it('shares the work', async () => {
    const first = await startReady();
    await using second = await startTestConsumer(servers);
    await expect.poll(() => second.health('ready'), WAIT).toMatchObject({ status: 200 });
    await servers.broker.publish(someEvents(3000));
    await expect.poll(servers.counted, WAIT).toEqual([3000, 3000, 3000]);
    for (const { metric } of [first, second]) {
      await expect.poll(() => metric('events_total{result="counted"}'), WAIT).toBeGreaterThan(0);
    }
  });
});

describe('AMQP_TOPOLOGY=check', () => {
  it('consumes from what somebody else has declared', async () => {
    const { stop } = await startReady();
    await stop();
    await startReady({ AMQP_TOPOLOGY: 'check' });
    await servers.broker.publish(someEvents(1));
    await expect.poll(servers.counted, WAIT).toEqual([1, 1, 1]);
  });

  it('declares nothing itself, and says what is missing', async () => {
    const { health, log } = await start({ AMQP_TOPOLOGY: 'check' });
    await expect
      .poll(() => log, WAIT)
      .toContainEqual(
        expect.objectContaining({
          event: 'amqp_connect_failed',
          reason: expect.stringContaining(`no queue '${servers.broker.queue}'`),
        }),
      );
    expect(await health('ready')).toMatchObject({ status: 503, checks: { broker: { ok: false } } });
  });
});
