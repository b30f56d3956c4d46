import { createTcpProxy, type TcpProxy } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  openTestServers,
  someEvents,
  startTestConsumer,
  type TestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

const WAIT = { timeout: 40_000, interval: 50 };

let releases: AsyncDisposableStack;
let servers: TestServers;
let nodes: readonly [TcpProxy, TcpProxy];
let consumer: TestConsumer;
/** How often the broker was asked for a consumer of the queue. */
let consumes: number;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  servers = releases.use(await openTestServers());
  consumes = 0;
  const proxied = async () => {
    const proxy = await createTcpProxy(servers.broker.url, (chunk) => {
      // Class 60, method 20, two reserved bytes, and the name of the queue.
      if (chunk.includes(consumeOf(servers.broker.queue))) consumes += 1;
      return chunk;
    });
    return releases.use(proxy);
  };
  nodes = [await proxied(), await proxied()];
  const AMQP_URL = nodes.map(({ url }) => url).join(',');
  consumer = releases.use(await startTestConsumer(servers, { AMQP_URL }));
  await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
});
afterEach(() => releases.disposeAsync());

const consumeOf = (queue: string) =>
  Buffer.concat([Buffer.from([0, 60, 0, 20, 0, 0, queue.length]), Buffer.from(queue)]);

const control = (...args: string[]) => servers.broker.control?.(...args) ?? Promise.resolve('');
const hostOf = ({ url }: TcpProxy) => new URL(url).host;
/** What a consumer has logged of the connection by which it consumes. */
const logged = (event: string) =>
  consumer.log.filter((line) => line.event === event && line['connection'] === 'consumer');

// A broker that was given has no rabbitmqctl here.
describe.runIf(inject('brokerControl'))('a broker without a word', () => {
  it('is left when its queue has no leader, until there is one, and all is counted once', async () => {
    const leader = `list_to_atom("%2F_${servers.broker.queue}")`;
    await control('eval', `sys:suspend(${leader}).`);
    try {
      await expect
        .poll(() => logged('amqp_disconnected'), WAIT)
        .toEqual([expect.objectContaining({ host: hostOf(nodes[0]), code: 'SILENT' })]);
      await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 503 });
      // The next one is no better here.
      await expect
        .poll(() => logged('amqp_connect_failed'), WAIT)
        .toContainEqual(expect.objectContaining({ host: hostOf(nodes[1]), code: 'SILENT' }));
    } finally {
      await control('eval', `sys:resume(${leader}).`);
    }
    await servers.broker.publish(someEvents(10));
    await expect.poll(servers.counted, WAIT).toEqual([10, 10, 10]);
    await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
  });

  it('is kept when it has nothing to deliver, also under an alarm', async () => {
    const get = 'vm_memory_monitor:get_vm_memory_high_watermark().';
    const watermark = await control('eval', get);
    await control('set_vm_memory_high_watermark', '0.00001');
    const before = consumes;
    try {
      await expect.poll(() => consumes - before, WAIT).toBe(2);
      expect(logged('amqp_disconnected')).toEqual([]);
    } finally {
      await control('set_vm_memory_high_watermark', watermark.trim());
    }
    await servers.broker.publish(someEvents(10));
    await expect.poll(servers.counted, WAIT).toEqual([10, 10, 10]);
    expect(await consumer.metric('redelivered_messages_total')).toBe(0);
    expect(logged('amqp_connected')).toHaveLength(1);
  });
});
