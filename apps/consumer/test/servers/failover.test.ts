import { createTcpProxy, type TcpProxy } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestServers,
  someEvents,
  startTestConsumer,
  type TestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

const WAIT = { timeout: 30_000, interval: 20 };

let releases: AsyncDisposableStack;
let servers: TestServers;
let consumer: TestConsumer;
/** Two ways to one and the same server, which stand for two of a cluster. */
type Cluster = readonly [TcpProxy, TcpProxy];
let database: Cluster;
let broker: Cluster;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  servers = releases.use(await openTestServers());
  const proxied = async (url: string) => releases.use(await createTcpProxy(url));
  const cluster = async (url: string): Promise<Cluster> => [await proxied(url), await proxied(url)];
  database = await cluster(servers.database.url);
  broker = await cluster(servers.broker.url);
  const listOf = (all: Cluster) => all.map(({ url }) => url).join(',');
  consumer = releases.use(
    await startTestConsumer(servers, {
      DATABASE_URL: listOf(database),
      AMQP_URL: listOf(broker),
    }),
  );
  await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
});
afterEach(() => releases.disposeAsync());

describe.each([
  ['the database', () => database],
  ['the broker', () => broker],
])('a cluster of %s', (_, cluster) => {
  it('is worked with by the other server when one goes, again and again, and all is counted once', async () => {
    const [first, second] = cluster();
    let total = 0;
    for (const [goes, stays] of [
      [first, second],
      [second, first],
      [first, second],
    ] as const) {
      await stays.restore();
      await servers.broker.publish(someEvents(200));
      await goes.cut();
      await servers.broker.publish(someEvents(100));
      total += 300;
      await expect.poll(servers.counted, WAIT).toEqual([total, total, total]);
      await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
    }
    await expect.poll(() => servers.broker.waiting(servers.broker.queue), WAIT).toBe(0);
  });
});
