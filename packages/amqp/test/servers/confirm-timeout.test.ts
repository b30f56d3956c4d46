import {
  createTcpProxy,
  createTestBroker,
  type LogLine,
  logTo,
  type TcpProxy,
  type TestBroker,
} from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type ConfirmPublisher, openConfirmPublisher } from '../../src/index.ts';

const WAIT = { timeout: 40_000, interval: 50 };
const LIMIT_MS = 1_000;

let releases: AsyncDisposableStack;
let broker: TestBroker;
let nodes: readonly [TcpProxy, TcpProxy];
let publisher: ConfirmPublisher;
let log: LogLine[];

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  broker = releases.use(await createTestBroker());
  await broker.channel.assertQueue(broker.queue, { arguments: { 'x-queue-type': 'quorum' } });
  const proxied = async () => releases.use(await createTcpProxy(broker.url));
  nodes = [await proxied(), await proxied()];
  log = [];
  publisher = await openConfirmPublisher({
    url: nodes.map(({ url }) => url).join(','),
    purpose: 'test',
    confirmTimeoutMs: LIMIT_MS,
    log: logTo(log),
  });
  releases.defer(() => publisher.close());
  await expect.poll(attempt, WAIT).toBe('confirmed');
});
afterEach(() => releases.disposeAsync());

const control = (...args: string[]) => broker.control?.(...args) ?? Promise.resolve('');

/** What becomes of one attempt. */
const attempt = () =>
  publisher
    .publish({
      exchange: '',
      routingKey: broker.queue,
      body: Buffer.from('a'),
      options: { persistent: true },
    })
    .then(
      () => 'confirmed',
      (error: Error) => error.message,
    );

const connectedTo = () =>
  log.filter(({ event }) => event === 'amqp_connected').map((line) => line['host']);

// A broker that was given has no rabbitmqctl here.
describe.runIf(inject('brokerControl'))('a broker that does not confirm', () => {
  it('is left for the next node, though its heartbeats come: a queue without a leader', async () => {
    const leader = `list_to_atom("%2F_${broker.queue}")`;
    await control('eval', `sys:suspend(${leader}).`);
    try {
      expect(await attempt()).toBe('the broker has not confirmed it within 1 s');
      const hosts = nodes.map(({ url }) => new URL(url).host);
      await expect.poll(connectedTo, WAIT).toEqual(hosts);
      expect(log).toContainEqual(
        expect.objectContaining({ event: 'amqp_disconnected', code: 'SILENT' }),
      );
      // It may only be slow, and is sent the same again: it is given more time each time.
      for (const limit of ['2 s', '4 s']) {
        await expect.poll(attempt, WAIT).toBe(`the broker has not confirmed it within ${limit}`);
      }
    } finally {
      await control('eval', `sys:resume(${leader}).`);
    }
    await expect.poll(attempt, WAIT).toBe('confirmed');
    await control('eval', `sys:suspend(${leader}).`);
    try {
      expect(await attempt()).toBe('the broker has not confirmed it within 1 s');
    } finally {
      await control('eval', `sys:resume(${leader}).`);
    }
  });

  it('is kept while an alarm keeps it from reading, however long that takes', async () => {
    const get = 'vm_memory_monitor:get_vm_memory_high_watermark().';
    const watermark = await control('eval', get);
    await control('set_vm_memory_high_watermark', '0.00001');
    const published = attempt();
    try {
      await expect
        .poll(() => log, WAIT)
        .toContainEqual(expect.objectContaining({ event: 'amqp_blocked' }));
      const started = performance.now();
      await expect.poll(() => performance.now() - started, WAIT).toBeGreaterThan(3 * LIMIT_MS);
    } finally {
      await control('set_vm_memory_high_watermark', watermark.trim());
    }
    expect(await published).toBe('confirmed');
    expect(connectedTo()).toHaveLength(1);
  });
});
