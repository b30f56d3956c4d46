import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createTcpProxy, type LogLine, logTo } from '@post-views/testing';
import { afterEach, expect, inject, it } from 'vitest';
import {
  type Connection,
  type ConnectionEvent,
  loseWith,
  openConnection,
} from '../../src/index.ts';

const WAIT = { timeout: 20_000, interval: 20 };
/** So soon it has to be back when the cause is over. */
const SOON_MS = 5_000;

let connection: Connection | undefined;
let log: LogLine[];
let events: ConnectionEvent[];
afterEach(async () => {
  await connection?.close();
});

type Setup = Parameters<typeof openConnection>[0]['setup'];

async function open(url: string, setup: Setup): Promise<void> {
  log = [];
  events = [];
  connection = await openConnection({
    url,
    purpose: 'test',
    log: logTo(log),
    setup,
    onEvent: (event) => events.push(event),
  });
}

const createChannel: Setup = async (model) => {
  await model.createChannel();
};

const isConnected = () => expect.poll(() => connection?.trouble, WAIT).toBeUndefined();

/** Accepts connections and answers nothing; from `restore` on, new ones lead to the broker. */
async function swallowing() {
  const broker = new URL(inject('amqpUrl'));
  const sockets = new Set<Socket>();
  let swallow = true;
  const server = createServer((client) => {
    sockets.add(client.on('error', () => undefined));
    if (swallow) return;
    const upstream = connect(Number(broker.port), broker.hostname);
    sockets.add(upstream.on('error', () => client.destroy()));
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(broker);
  url.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url: url.href,
    sockets,
    restore() {
      swallow = false;
    },
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

it('does not wait long for a connection that is being made into nothing', async () => {
  using network = await swallowing();
  await open(network.url, createChannel);
  await expect.poll(() => network.sockets.size, WAIT).toBe(1);
  network.restore();
  const restored = performance.now();
  await isConnected();
  expect(performance.now() - restored).toBeLessThan(SOON_MS);
  expect(log).toContainEqual(expect.objectContaining({ code: 'ETIMEDOUT' }));
});

it('tries again when a set-up has failed and its connection can not even be closed', async () => {
  await using proxy = await createTcpProxy(inject('amqpUrl'));
  let setUps = 0;
  await open(proxy.url, async () => {
    setUps += 1;
    if (setUps > 1) return;
    proxy.freeze();
    throw new Error('no queue');
  });
  await expect.poll(() => events, WAIT).toContain('failed');
  await proxy.cut();
  await proxy.restore();
  const restored = performance.now();
  await isConnected();
  expect(performance.now() - restored).toBeLessThan(SOON_MS);
});

it('says what has ended a channel, and opens both again', async () => {
  let channels = 0;
  await open(inject('amqpUrl'), async (model, { lose }) => {
    channels += 1;
    const channel = await model.createChannel();
    loseWith(channel, lose);
    // Acknowledged, but never delivered: the broker closes the channel.
    const message = { fields: { deliveryTag: 7 } } as Parameters<typeof channel.ack>[0];
    if (channels === 1) setTimeout(() => channel.ack(message), 50);
  });
  await expect.poll(() => events, WAIT).toEqual(['connected', 'lost', 'connected']);
  expect(log).toContainEqual(
    expect.objectContaining({
      event: 'amqp_disconnected',
      code: '406',
      why: 'a message was acknowledged twice',
      reason: expect.stringContaining('unknown delivery tag 7'),
    }),
  );
});

it('floods neither the broker nor the log when each connection is lost at once', async () => {
  await open(inject('amqpUrl'), async (_, { lose }) => {
    setTimeout(() => lose(new Error('over and over')), 10);
  });
  const lost = () => events.filter((event) => event === 'lost').length;
  await expect.poll(lost, WAIT).toBeGreaterThan(4);
  // 100, 200, 400 and 800 ms, but for the jitter, and then a second each.
  expect(lost()).toBeLessThan(8);
  expect(log.map(({ event }) => event)).toEqual(['amqp_connected', 'amqp_disconnected']);
});

it('does not keep a connection that is closed in the last moment of its set-up', async () => {
  let attempts = 0;
  await open(inject('amqpUrl'), async (model, context) => {
    await createChannel(model, context);
    attempts += 1;
    if (attempts > 1) return;
    const closed = once(model, 'close');
    context.lose(new Error('said by a test'));
    await closed;
  });
  await isConnected();
  expect(attempts).toBe(2);
  expect(events).toEqual(['failed', 'connected']);
});
