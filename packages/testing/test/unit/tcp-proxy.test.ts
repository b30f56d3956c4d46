import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTcpProxy, type TcpProxy } from '../../src/tcp-proxy.ts';

const SOON = { timeout: 5_000, interval: 5 };

let received = '';
let url: string;
let proxy: TcpProxy;
/** The server's side of the connection that came last. */
let accepted: Socket | undefined;
const server = createServer((socket) => {
  accepted = socket;
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString();
    socket.write('heard ');
  });
});

beforeEach(async () => {
  received = '';
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  url = `tcp://127.0.0.1:${port}`;
  proxy = await createTcpProxy(url);
});
afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  server.close();
  await once(server, 'close');
});

/** A client of the server, by a proxy, that has been heard. */
async function connectThrough({ url: through }: TcpProxy) {
  received = '';
  const client = connect(Number(new URL(through).port), '127.0.0.1');
  let closed = false;
  client.on('error', () => undefined).resume();
  client.on('close', () => {
    closed = true;
  });
  client.write('one ');
  await expect.poll(() => received, SOON).toBe('one ');
  return { atServer: accepted, closed: () => closed };
}

describe('freeze', () => {
  it.each(['end', 'resetAndDestroy'] as const)(
    'keeps from a client the %s of its server until restore',
    async (how) => {
      await using open = await createTcpProxy(url);
      const client = await connectThrough(proxy);
      const other = await connectThrough(open);
      proxy.freeze();
      client.atServer?.[how]();
      // Who is told later has heard of it by then.
      other.atServer?.[how]();
      await expect.poll(other.closed, SOON).toBe(true);
      expect(client.closed()).toBe(false);
      await proxy.restore();
      await expect.poll(client.closed, SOON).toBe(true);
    },
  );
});

describe('delayAt', () => {
  it('hands on later what is sent from then on, in its order, and lets answers through', async () => {
    const client = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    let answers = '';
    client.on('data', (chunk: Buffer) => {
      answers += chunk.toString();
    });
    const come = proxy.delayAt(Buffer.from('two'), 200);
    client.write('one ');
    await expect.poll(() => answers, SOON).toBe('heard ');
    const sentAt = performance.now();
    client.write('two ');
    await come;
    client.write('three ');
    await expect.poll(() => received, SOON).toBe('one two three ');
    expect(performance.now() - sentAt).toBeGreaterThan(195);
    client.destroy();
  });
});

describe('delayReplies', () => {
  it('hands on what is answered to a text later, each time, and to others at once', async () => {
    const client = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    let answers = '';
    client.on('data', (chunk: Buffer) => {
      answers += chunk.toString();
    });
    const answered = async (text: string) => {
      answers = '';
      const sentAt = performance.now();
      client.write(text);
      await expect.poll(() => answers, SOON).toBe('heard ');
      return performance.now() - sentAt;
    };
    proxy.delayReplies('two', 200);
    expect(await answered('two ')).toBeGreaterThan(195);
    expect(await answered('one ')).toBeLessThan(195);
    expect(await answered('two ')).toBeGreaterThan(195);
    expect(received).toBe('two one two ');
    client.destroy();
  });
});
