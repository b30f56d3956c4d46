import { createTcpProxy, readMetric, startProgram, type TcpProxy } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestServers,
  someEvents,
  startTestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

const WAIT = { timeout: 40_000, interval: 50 };
const MIB = 1024 * 1024;
/** As in src/broker.ts. */
const HELD_BYTES = 16 * MIB;

let servers: TestServers;
let proxy: TcpProxy;
beforeEach(async () => {
  servers = await openTestServers();
  proxy = await createTcpProxy(servers.database.url);
});
afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

/** An array of events that is so large. */
function large(events: number, bytes: number) {
  const padding = 'x'.repeat(bytes / events - 200);
  return someEvents(events).map((event) => ({ ...event, padding }));
}

describe('large messages', () => {
  it('are held up to a budget, others given back, and all are counted once', async () => {
    await using consumer = await startTestConsumer(servers, { DATABASE_URL: proxy.url });
    const { health, metric } = consumer;
    await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 200 });
    // Small ones first: now there is no limit but PREFETCH.
    await servers.broker.publish(someEvents(2_000));
    await expect.poll(servers.counted, WAIT).toEqual([2000, 2000, 2000]);

    await proxy.cut();
    for (let message = 0; message < 20; message += 1) {
      await servers.broker.publish([large(50, 2 * MIB)]);
    }
    await expect.poll(() => metric('window_full_total'), WAIT).toBe(1);
    await expect.poll(() => metric('returned_messages_total'), WAIT).toBeGreaterThan(0);
    expect(await metric('in_flight_body_bytes')).toBeLessThanOrEqual(HELD_BYTES);
    // Nothing is taken while nothing is settled, however long that lasts.
    const returned = await metric('returned_messages_total');
    expect(returned).toBeLessThanOrEqual(20);
    expect(await health('live')).toMatchObject({ status: 200 });

    await proxy.restore();
    await expect.poll(servers.counted, WAIT).toEqual([3000, 3000, 3000]);
    expect(await metric('events_total{result="duplicate"}')).toBe(0);
    // A batch is committed before it is settled.
    await expect.poll(() => metric('in_flight_messages'), WAIT).toBe(0);
    await expect.poll(() => health('ready'), WAIT).toMatchObject({ status: 200 });
    // And small ones are as welcome as before.
    await servers.broker.publish(someEvents(2_000));
    await expect.poll(servers.counted, WAIT).toEqual([5000, 5000, 5000]);
  });

  it('leave a process in bounds whose database is away', async () => {
    await using consumer = startProgram('apps/consumer/src/main.ts', {
      DATABASE_URL: proxy.url,
      AMQP_URL: servers.broker.url,
      AMQP_QUEUE: servers.broker.queue,
      HEALTH_PORT: '0',
    });
    const { health: url } = await consumer.logged('started');
    await consumer.logged('consuming');
    await proxy.cut();
    const metric = (name: string) => readMetric(url, name);
    const before = await metric('process_resident_memory_bytes');
    for (let message = 0; message < 60; message += 1) {
      await servers.broker.publish([large(50, 2 * MIB)]);
    }
    await expect.poll(() => metric('analytics_in_flight_messages'), WAIT).toBeGreaterThan(1);
    expect(await metric('analytics_in_flight_body_bytes')).toBeLessThanOrEqual(HELD_BYTES);
    const grown = (await metric('process_resident_memory_bytes')) - before;
    expect(grown).toBeLessThan(100 * MIB);
    await proxy.restore();
    await expect.poll(servers.counted, WAIT).toEqual([3000, 3000, 3000]);
  });
});
