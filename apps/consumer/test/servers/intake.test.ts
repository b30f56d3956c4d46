import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestServers,
  someEvents,
  startTestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

const WAIT = { timeout: 40_000, interval: 20 };

let servers: TestServers;
beforeEach(async () => {
  servers = await openTestServers();
});
afterEach(() => servers[Symbol.asyncDispose]());

/** How many consumers the broker has for the queue. */
async function consumers(): Promise<number> {
  const { channel, queue } = servers.broker;
  return (await channel.checkQueue(queue)).consumerCount;
}

async function declareQueue(): Promise<void> {
  await using consumer = await startTestConsumer(servers);
  await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
}

/** Has a consumer work off a backlog, so that its window grows at once; and see that it is as large as may be. */
async function growOn(backlog: number, env: Readonly<Record<string, string>>) {
  await declareQueue();
  await servers.broker.publish(someEvents(backlog));
  const consumer = await startTestConsumer(servers, env);
  await expect.poll(servers.counted, WAIT).toEqual([backlog, backlog, backlog]);
  const grown = expect.objectContaining({
    event: 'prefetch_changed',
    prefetch: Number(env['PREFETCH']),
  });
  await expect.poll(() => consumer.log, WAIT).toContainEqual(grown);
  return consumer;
}

describe('a window that has grown', () => {
  it('was delivered nothing twice while messages came and were acknowledged', async () => {
    await declareQueue();
    await using consumer = await startTestConsumer(servers, { BATCH_MAX_AGE_MS: '1' });
    await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
    for (let n = 0; n < 500; n += 1) await servers.broker.publish(someEvents(4));
    await expect.poll(servers.counted, WAIT).toEqual([2_000, 2_000, 2_000]);
    expect(await consumer.metric('redelivered_messages_total')).toBe(0);
  });

  it('takes several consumers of a quorum queue, whose end is one', async () => {
    await using consumer = await growOn(6_000, { PREFETCH: '4000' });
    await expect.poll(consumers, WAIT).toBeGreaterThan(1);
    await servers.broker.channel.deleteQueue(servers.broker.queue);
    const again = 'broker_reconnects_total{connection="consumer"}';
    await expect.poll(() => consumer.metric(again), WAIT).toBe(1);
    await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
    expect(await consumer.metric('consumer_cancelled_total')).toBe(1);
    await servers.broker.publish(someEvents(3));
    await expect.poll(servers.counted, WAIT).toEqual([6_003, 6_003, 6_003]);
  });
});
