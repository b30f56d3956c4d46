import { createTcpProxy, type TcpProxy } from '@post-views/testing';
import { connect } from 'amqplib';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  openTestServers,
  someEvents,
  startTestConsumer,
  type TestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

const WAIT = { timeout: 30_000, interval: 20 };
/** So soon it has to be back when the cause is over; some of that is for the machine that tests. */
const SOON = { timeout: 6_000, interval: 20 };

let servers: TestServers;
let databaseProxy: TcpProxy;
let consumer: TestConsumer | undefined;
/** Of the consumer, who has a vhost of his own: what is done to it concerns nobody else. */
let url: URL;
let vhost: string;

const control = async (...args: string[]) => (await servers.broker.control?.(...args)) ?? '';

async function allow(configure: string, write: string, read: string): Promise<void> {
  await control('set_permissions', '-p', vhost, vhost, configure, write, read);
}

async function start(): Promise<TestConsumer> {
  consumer = await startTestConsumer(servers, {
    AMQP_URL: url.href,
    DATABASE_URL: databaseProxy.url,
  });
  return consumer;
}

async function startReady(): Promise<TestConsumer> {
  const started = await start();
  await expect.poll(() => started.health('ready'), WAIT).toMatchObject({ status: 200 });
  return started;
}

async function publish(bodies: readonly (string | object)[]): Promise<void> {
  const connection = await connect(url.href);
  const channel = await connection.createConfirmChannel();
  for (const body of bodies) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    channel.sendToQueue(servers.broker.queue, Buffer.from(text), { persistent: true });
  }
  await channel.waitForConfirms();
  await connection.close();
}

beforeEach(async () => {
  servers = await openTestServers();
  databaseProxy = await createTcpProxy(servers.database.url);
  url = new URL(servers.broker.url);
});
afterEach(async () => {
  await consumer?.stop();
  consumer = undefined;
  await databaseProxy[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

describe('a topology that somebody else has made', () => {
  const isNotReady = (why: string) => ({
    status: 503,
    checks: { broker: { ok: false, why: expect.stringMatching(why) } },
  });

  it('is named by what is different, and taken as soon as that was mended', async () => {
    const { channel, queue } = servers.broker;
    await channel.assertQueue(queue, { durable: true });
    const { health } = await start();
    // Which of several differences is told first is the broker's affair.
    const why = `^AMQP_QUEUE: queue '${queue}' was declared by somebody else with another x-`;
    await expect.poll(() => health('ready'), WAIT).toMatchObject(isNotReady(why));
    expect(await health('live')).toMatchObject({ status: 200 });
    await channel.deleteQueue(queue);
    await expect.poll(() => health('ready'), SOON).toMatchObject({ status: 200 });
    await servers.broker.publish(someEvents(3));
    await expect.poll(servers.counted, WAIT).toEqual([3, 3, 3]);
  });

  it('is named by the argument that is missing', async () => {
    const { channel, queue } = servers.broker;
    const withoutLetters = { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 };
    await channel.assertQueue(queue, { durable: true, arguments: withoutLetters });
    const { health } = await start();
    const why = '^AMQP_QUEUE: .* another x-dead-letter-exchange: none, not analytics.dead';
    await expect.poll(() => health('ready'), WAIT).toMatchObject(isNotReady(why));
  });
});

// A broker that was given is not ours to be made short of memory.
if (inject('brokerControl')) {
  describe('with rabbitmqctl', () => {
    beforeEach(async () => {
      vhost = servers.broker.queue;
      url.pathname = `/${vhost}`;
      url.username = vhost;
      url.password = 'password';
      await control('add_vhost', vhost);
      await control('add_user', vhost, url.password);
      await allow('.*', '.*', '.*');
    });
    afterEach(async () => {
      await consumer?.stop();
      await control('delete_vhost', vhost);
      await control('delete_user', vhost);
    });

    describe('an operator of the broker', () => {
      it('gives rights bit by bit, and reads which is missing', async () => {
        await allow('^$', '.*', '.*');
        const { health } = await start();
        const lacks = (right: string) => ({
          status: 503,
          checks: { broker: { ok: false, why: expect.stringMatching(`lacks the ${right}`) } },
        });
        await expect
          .poll(() => health('ready'), WAIT)
          .toMatchObject(lacks("configure right on exchange 'analytics.dead'"));
        await allow('.*', '.*', '^analytics');
        await expect
          .poll(() => health('ready'), WAIT)
          .toMatchObject(lacks(`(configure or )?read right on queue '${vhost}'`));
        await allow('.*', '.*', '.*');
        await expect.poll(() => health('ready'), SOON).toMatchObject({ status: 200 });
      });

      it('closes the connections, and has them back', async () => {
        const { health, log } = await startReady();
        await control('close_all_connections', '--vhost', vhost, 'maintenance');
        const why = 'AMQP_URL: an operator closed the connection';
        await expect
          .poll(() => log, WAIT)
          .toContainEqual(expect.objectContaining({ event: 'amqp_disconnected', why }));
        await expect.poll(() => health('ready'), SOON).toMatchObject({ status: 200 });
        await publish(someEvents(10));
        await expect.poll(servers.counted, WAIT).toEqual([10, 10, 10]);
      });

      it('has a consumer_timeout that is shorter than a database is away', async () => {
        const set = (name: string, ms: number) =>
          control('eval', `application:set_env(rabbit, ${name}, ${ms}).`);
        await set('consumer_timeout', 1_000);
        // RabbitMQ 3 looks whether it is over this often, RabbitMQ 4 when it is.
        await set('channel_tick_interval', 500);
        try {
          const { log } = await startReady();
          await databaseProxy.cut();
          await publish(someEvents(10));
          const why = expect.stringContaining('consumer_timeout');
          await expect
            .poll(() => log, WAIT)
            .toContainEqual(expect.objectContaining({ event: 'amqp_disconnected', why }));
        } finally {
          await set('consumer_timeout', 1_800_000);
          await set('channel_tick_interval', 60_000);
        }
        await databaseProxy.restore();
        await expect.poll(servers.counted, WAIT).toEqual([10, 10, 10]);
        await expect.poll(() => consumer?.health('ready'), SOON).toMatchObject({ status: 200 });
      });
    });

    describe('a broker that is short of', () => {
      it.each([
        ['memory', ['set_vm_memory_high_watermark', '0.00001']],
        ['disk', ['set_disk_free_limit', '9000GB']],
      ])('%s has its views counted, and its dead letters wait', async (resource, alarm) => {
        await (await startReady()).stop();
        await publish(['{', ...someEvents(20)]);
        const watermark = await control(
          'eval',
          'vm_memory_monitor:get_vm_memory_high_watermark().',
        );
        const end = async () => {
          await control('set_vm_memory_high_watermark', watermark.trim());
          await control('set_disk_free_limit', '50MB');
        };
        await control(...alarm);
        try {
          const { metric, health, log } = await start();
          await expect.poll(servers.counted, WAIT).toEqual([20, 20, 20]);
          const blocked = 'broker_blocked{connection="dead-letters"}';
          await expect.poll(() => metric(blocked), WAIT).toBe(1);
          const reason = expect.stringContaining(resource);
          expect(log).toContainEqual(expect.objectContaining({ event: 'amqp_blocked', reason }));
          expect(await metric('dead_letters_in_flight')).toBe(1);
          await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 200 });
          await end();
          await expect.poll(() => metric('dead_letters_total'), WAIT).toBe(1);
          await expect.poll(() => metric(blocked), WAIT).toBe(0);
        } finally {
          await end();
        }
      });
    });
  });
}
