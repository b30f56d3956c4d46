import { randomUUIDv7 } from 'node:crypto';
import { migrateAt } from '@post-views/db';
import {
  countViews,
  createTcpProxy,
  createTestBroker,
  createTestDatabase,
  type RunningProgram,
  startProgram,
  type TcpProxy,
  type TestBroker,
  type TestDatabase,
} from '@post-views/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Collector, startCollector, valuesOf } from '../collector.ts';
import { SPAN_ID, traceIdOf, traceparentOf } from '../traceparent.ts';

const POST = '3f0f1c88-2a4b-4f0e-9d3c-7b1f8f0f8a10';
const IP = '203.0.113.9';
const WAIT = { timeout: 30_000, interval: 50 };
/** https://github.com/open-telemetry/opentelemetry-proto: no status, and an error. */
const UNSET = 0;
const ERROR = 2;

const event = () => ({
  post_uuid: POST,
  timestamp: new Date().toISOString(),
  event_id: randomUUIDv7(),
  ip: IP,
});

let database: TestDatabase;
let broker: TestBroker;
let databaseProxy: TcpProxy;
let brokerProxy: TcpProxy;
let collector: Collector;
let releases: AsyncDisposableStack;
/** Also by tests before. */
let published = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  broker = await createTestBroker();
  await migrateAt(database.url);
});
afterAll(async () => {
  await broker[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  releases = new AsyncDisposableStack();
  databaseProxy = releases.use(await createTcpProxy(database.url));
  brokerProxy = releases.use(await createTcpProxy(broker.url));
  collector = releases.use(await startCollector());
});
afterEach(() => releases.disposeAsync());

function start(app: 'consumer' | 'api', env: Readonly<Record<string, string>>): RunningProgram {
  const program = startProgram(`apps/${app}/src/main.ts`, {
    DATABASE_URL: databaseProxy.url,
    HEALTH_PORT: '0',
    NODE_OPTIONS: '--import=./packages/tracing/src/register.ts',
    OTEL_SERVICE_NAME: app,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    ...env,
  });
  return releases.use(program);
}

async function startConsumer(env: Readonly<Record<string, string>> = {}): Promise<RunningProgram> {
  const urls = { AMQP_URL: brokerProxy.url, AMQP_QUEUE: broker.queue };
  const consumer = start('consumer', { ...urls, ...env });
  await consumer.logged('consuming');
  return consumer;
}

async function publish(body: object, traceparent?: unknown): Promise<void> {
  published += Array.isArray(body) ? body.length : 1;
  const headers = traceparent === undefined ? {} : { traceparent };
  broker.channel.sendToQueue(broker.queue, Buffer.from(JSON.stringify(body)), { headers });
  await broker.channel.waitForConfirms();
}

async function untilAllAreCounted(): Promise<void> {
  await expect.poll(() => countViews(database), WAIT).toEqual([published, published, published]);
}

const batches = () =>
  collector.spansOf('consumer').map((span) => ({ ...span, ...valuesOf(span.attributes) }));

describe('a consumer that is traced', () => {
  it('sends a span of each batch, with links to where its messages came from', async () => {
    const consumer = await startConsumer({ BATCH_MAX_AGE_MS: '60000' });
    await publish(event(), traceparentOf(1));
    await publish([event(), event()], traceparentOf(2));
    await publish(event(), traceparentOf(2));
    await publish(event(), traceparentOf(3, '00'));
    await publish(event(), 'nonsense'.padEnd(55));
    await publish(event(), { not: 'even text' });
    await publish(event());
    await expect.poll(() => broker.waiting(broker.queue), WAIT).toBe(0);
    // What has not been sent yet is sent before it ends.
    expect(await consumer.end('SIGTERM')).toBe(0);
    await untilAllAreCounted();
    const sums = { messages: 0, events: 0 };
    for (const batch of batches()) {
      expect(batch).toMatchObject({
        name: `process ${broker.queue}`,
        'messaging.system': 'rabbitmq',
        'messaging.destination.name': broker.queue,
        status: { code: UNSET },
      });
      sums.messages += Number(valuesOf(batch.attributes)['messaging.batch.message_count']);
      sums.events += Number(valuesOf(batch.attributes)['post_views.events']);
    }
    expect(sums).toEqual({ messages: 7, events: 8 });
    const links = batches().flatMap((batch) => batch.links ?? []);
    const linked = new Set(links.map(({ traceId, spanId }) => `${traceId}-${spanId}`));
    expect(linked).toEqual(new Set([1, 2].map((n) => `${traceIdOf(n)}-${SPAN_ID}`)));
  });

  it('has no more than 128 links in a span, however many messages', async () => {
    const consumer = await startConsumer({ BATCH_MAX_AGE_MS: '60000' });
    for (let n = 1; n <= 300; n += 1) await publish(event(), traceparentOf(n));
    await expect.poll(() => broker.waiting(broker.queue), WAIT).toBe(0);
    expect(await consumer.end('SIGTERM')).toBe(0);
    const links = batches().map((batch) => batch.links?.length ?? 0);
    expect(Math.max(...links)).toBe(128);
    const dropped = batches().map((batch) => batch.droppedLinksCount ?? 0);
    expect([...links, ...dropped].reduce((sum, n) => sum + n, 0)).toBe(300);
  });

  it('shows each attempt to write a batch that has failed, without what was written', async () => {
    const consumer = await startConsumer();
    const cut = databaseProxy.cutBefore('post_views');
    await publish(event(), traceparentOf(1));
    await cut;
    await untilAllAreCounted();
    expect(await consumer.end('SIGTERM')).toBe(0);
    const [batch, ...others] = batches();
    expect(others).toEqual([]);
    expect(batch?.status.code).toBe(UNSET);
    expect(batch?.events?.map(({ name }) => name)).toEqual(['exception']);
    const [exception] = batch?.events ?? [];
    const { 'exception.message': why } = valuesOf(exception?.attributes ?? []);
    expect(why).toMatch(/^(ECONNRESET|PROTOCOL_CONNECTION_LOST): /);
    expect(JSON.stringify(batch)).not.toContain(IP);
  });

  it('shows a batch that was given up, and the one in which its messages came again', async () => {
    const consumer = await startConsumer();
    const frozen = databaseProxy.freezeAt('commit');
    await publish(event(), traceparentOf(1));
    await frozen;
    await brokerProxy.cut();
    await consumer.logged('amqp_disconnected');
    await databaseProxy.cut();
    await Promise.all([databaseProxy.restore(), brokerProxy.restore()]);
    await untilAllAreCounted();
    await expect.poll(() => broker.waiting(broker.queue), WAIT).toBe(0);
    expect(await consumer.end('SIGTERM')).toBe(0);
    expect(batches().map(({ status }) => status.code)).toEqual([ERROR, UNSET]);
    for (const { links } of batches()) {
      expect(links?.map(({ traceId }) => traceId)).toEqual([traceIdOf(1)]);
    }
    expect(valuesOf(batches()[0]?.attributes ?? [])['error.type']).toBe('AbortError');
  });
});

describe('an API that is traced', () => {
  it('sends a span of each request, as a part of its caller’s trace', async () => {
    const api = start('api', { HOST: '127.0.0.1', PORT: '0', INTERNAL_API_KEYS: 'test:k-1' });
    const { url, health } = (await api.logged('started')) as { url?: string; health?: string };
    const headers = { 'x-internal-api-key': 'k-1', traceparent: traceparentOf(1) };
    await fetch(`${url}/api/v1/posts/${POST}/views`, { headers });
    await fetch(`${url}/api/v1/posts/top`);
    await fetch(`${health}/live`);
    expect(await api.end('SIGTERM')).toBe(0);
    const [views, top, ...others] = collector.spansOf('api');
    expect(others).toEqual([]);
    expect(views).toMatchObject({ traceId: traceIdOf(1), parentSpanId: SPAN_ID });
    expect(valuesOf(views?.attributes ?? [])).toMatchObject({
      'http.request.method': 'GET',
      'http.route': '/api/v1/posts/:uuid/views',
      'http.response.status_code': 200,
    });
    expect(valuesOf(top?.attributes ?? [])['http.response.status_code']).toBe(401);
  });
});

describe('a collector that does not take spans', () => {
  it.each([
    ['never answers', () => startCollector(() => undefined)],
    ['is overloaded', () => startCollector((response) => response.writeHead(503).end())],
    ['breaks connections', () => startCollector((response) => response.destroy())],
  ])('changes nothing when it %s', async (_, begin) => {
    const broken = releases.use(await begin());
    const consumer = await startConsumer({
      OTEL_EXPORTER_OTLP_ENDPOINT: broken.url,
      OTEL_BSP_SCHEDULE_DELAY: '1',
    });
    await publish(event(), traceparentOf(1));
    await expect.poll(() => broken.requests, WAIT).toBeGreaterThan(0);
    await publish(event());
    await untilAllAreCounted();
    expect(await consumer.end('SIGTERM')).toBe(0);
    expect(consumer.stderr).toBe('');
  });

  it('changes nothing when it is not there', async () => {
    await collector[Symbol.asyncDispose]();
    const consumer = await startConsumer();
    await publish(event(), traceparentOf(1));
    await untilAllAreCounted();
    expect(await consumer.end('SIGTERM')).toBe(0);
    expect(consumer.stderr).toBe('');
  });
});
