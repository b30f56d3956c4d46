import type { Duplex } from 'node:stream';
import { createTcpProxy, type LogLine, logTo, type TcpProxy } from '@post-views/testing';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import {
  type Connection,
  connectOnce,
  openConnection,
  type SetupContext,
} from '../../src/index.ts';

const WAIT = { timeout: 20_000, interval: 20 };
/** Less than the two missed heartbeats that would end it otherwise. */
const SOON = { timeout: 4_000, interval: 20 };

let releases: AsyncDisposableStack;
let first: TcpProxy;
let second: TcpProxy;
let log: LogLine[];
let connection: Connection;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  first = releases.use(await createTcpProxy(inject('amqpUrl')));
  second = releases.use(await createTcpProxy(inject('amqpUrl')));
  log = [];
});
afterEach(() => releases.disposeAsync());

const both = () => `${first.url},${second.url}`;
const hostOf = ({ url }: TcpProxy) => new URL(url).host;
const connectedTo = () =>
  log.filter(({ event }) => event === 'amqp_connected').map((line) => line['host']);

interface Opened {
  readonly stream: Duplex;
  readonly lose: SetupContext['lose'];
}

/** @returns the connections as they are made */
async function open(): Promise<readonly Opened[]> {
  const opened: Opened[] = [];
  connection = await openConnection({
    url: both(),
    purpose: 'test',
    log: logTo(log),
    setup: async (model, { lose }) => {
      const { stream } = model.connection as unknown as { stream: Duplex };
      opened.push({ stream, lose });
      await model.createChannel();
    },
  });
  releases.defer(() => connection.close());
  return opened;
}

it('connects to the next node when one refuses, and to the first again after the last', async () => {
  await first.cut();
  await open();
  await expect.poll(connectedTo, WAIT).toEqual([hostOf(second)]);
  await first.restore();
  await second.cut();
  await expect.poll(connectedTo, WAIT).toEqual([hostOf(second), hostOf(first)]);
  const failed = log.find(({ event }) => event === 'amqp_connect_failed');
  expect(failed).toMatchObject({ host: hostOf(first), code: 'ECONNREFUSED' });
});

it('leaves a node that answers nothing, not even the end of the connection, and its socket', async () => {
  const opened = await open();
  await expect.poll(connectedTo, WAIT).toEqual([hostOf(first)]);
  first.freeze();
  opened[0]?.lose(new Error('said by a test'));
  await expect.poll(connectedTo, SOON).toEqual([hostOf(first), hostOf(second)]);
  expect(opened[0]?.stream.destroyed).toBe(true);
  expect(log).toContainEqual(
    expect.objectContaining({ event: 'amqp_disconnected', reason: 'said by a test' }),
  );
});

it('tries each node once for a task that has an end of its own', async () => {
  await first.cut();
  const model = await connectOnce({ url: both(), purpose: 'test' });
  await model.close();
  await second.cut();
  const { port } = new URL(second.url);
  const attempt = connectOnce({ url: both(), purpose: 'test' });
  await expect(attempt).rejects.toMatchObject({ code: 'ECONNREFUSED', port: Number(port) });
});
