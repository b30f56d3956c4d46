import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTcpProxy, type TcpProxy } from '../../src/tcp-proxy.ts';

const SOON = { timeout: 5_000, interval: 5 };

let received = '';
let proxy: TcpProxy;
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
  proxy = await createTcpProxy(`tcp://127.0.0.1:${port}`);
});
afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  server.close();
  await once(server, 'close');
});

describe('freeze', () => {
  it.each(['end', 'resetAndDestroy'] as const)(
    'keeps from a client the %s of its server until restore',
    async (how) => {
      const client = connect(Number(new URL(proxy.url).port), '127.0.0.1');
      let closed = false;
      client.on('error', () => undefined).resume();
      client.on('close', () => {
        closed = true;
      });
      client.write('one ');
      await expect.poll(() => received, SOON).toBe('one ');
      proxy.freeze();
      accepted?.[how]();
      await sleep(100);
      expect(closed).toBe(false);
      await proxy.restore();
      await expect.poll(() => closed, SOON).toBe(true);
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
    await sleep(20);
    expect(received).toBe('one ');
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
