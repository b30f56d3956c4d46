import { createTcpProxy, type TcpProxy } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestServers,
  someEvents,
  startTestConsumer,
  type TestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

let servers: TestServers;
let proxy: TcpProxy;
let consumer: TestConsumer;
const WAIT = { timeout: 30_000, interval: 20 };
/** So soon it has to be back when the cause is over; some of that is for the machine that tests. */
const SOON = { timeout: 6_000, interval: 20 };

beforeEach(async () => {
  servers = await openTestServers();
  proxy = await createTcpProxy(servers.broker.url);
});
afterEach(async () => {
  await consumer.stop();
  await proxy[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

async function start(env: Record<string, string> = {}): Promise<void> {
  consumer = await startTestConsumer(servers, { AMQP_URL: proxy.url, ...env });
}

/** The broker's URL through the proxy, changed. */
function changed(change: (url: URL) => void): string {
  const url = new URL(proxy.url);
  change(url);
  return url.href;
}

const isReady = (wait: typeof WAIT) =>
  expect.poll(() => consumer.health('ready'), wait).toMatchObject({ status: 200 });

const isNotReady = (why: string | RegExp) =>
  expect
    .poll(() => consumer.health('ready'), WAIT)
    .toMatchObject({
      status: 503,
      checks: { broker: { ok: false, why: expect.stringMatching(why) } },
    });

const logged = (event: string) => consumer.log.filter((line) => line.event === event);

describe('a broker that does not let us in', () => {
  it.each([
    ['password', (url: URL) => (url.password = 'wrong'), 'user or the password is wrong'],
    ['vhost', (url: URL) => (url.pathname = '/nowhere'), 'vhost does not exist'],
    ['port', (url: URL) => (url.port = '1'), 'nobody listens'],
    ['host', (url: URL) => (url.hostname = 'nowhere.invalid'), 'host name'],
  ])('is named by the setting: a wrong %s', async (_, change, why) => {
    await start({ AMQP_URL: changed(change) });
    await isNotReady(`^AMQP_URL: .*${why}`);
    const failures = 'broker_connect_failures_total{connection="consumer"}';
    await expect.poll(() => consumer.metric(failures), WAIT).toBeGreaterThan(2);
    const lines = logged('amqp_connect_failed').filter((line) => line['connection'] === 'consumer');
    expect(lines).toHaveLength(1);
    expect(await consumer.health('live')).toMatchObject({ status: 200 });
  });
});

describe('a network that swallows everything', () => {
  it('is noticed by the heartbeat, and nothing is lost or doubled', async () => {
    await start({ AMQP_URL: changed((url) => url.searchParams.set('heartbeat', '2')) });
    await isReady(WAIT);
    proxy.freeze();
    await isNotReady(/^AMQP_URL: .*(silent|did not answer)/);
    expect(logged('amqp_disconnected')).toContainEqual(
      expect.objectContaining({ code: 'HEARTBEAT' }),
    );
    await servers.broker.publish(someEvents(20));
    expect(await consumer.health('live')).toMatchObject({ status: 200 });
    await proxy.cut();
    await proxy.restore();
    await isReady(SOON);
    await expect.poll(servers.counted, WAIT).toEqual([20, 20, 20]);
    expect(await consumer.metric('broker_reconnects_total{connection="consumer"}')).toBe(1);
  });
});
