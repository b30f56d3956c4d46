import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createLogLines, createTestBroker, type TestBroker, testUuid } from '@post-views/testing';
import express, { type Express } from 'express';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordView, showPost } from '../../examples/express.ts';
import { openPublisher, type Publisher } from '../../src/index.ts';

const WAIT = { timeout: 20_000, interval: 50 };
const POST = testUuid(1);

let releases: AsyncDisposableStack;
let broker: TestBroker;
let publisher: Publisher;
let app: Express;
let url: string;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  broker = releases.use(await createTestBroker());
  const to = { url: broker.url, exchange: '', routingKey: broker.queue };
  publisher = releases.use(await openPublisher(to));
  app = express().set('trust proxy', true);
  const server = app.listen(0, '127.0.0.1');
  releases.defer(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => releases.disposeAsync());

async function ask(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, { headers });
  return { status: response.status, body: (await response.json()) as object };
}

async function messages(): Promise<unknown[]> {
  const taken = await broker.takeAll(broker.queue);
  return taken.map(({ content }) => JSON.parse(content.toString()));
}

it('answers at once, and logs a view that could not be published', async () => {
  const { log, lines } = createLogLines();
  app.get('/posts/:uuid', showPost(publisher, log));
  expect(await ask(`/posts/${POST}`)).toEqual({ status: 200, body: { title: 'The post' } });
  await expect
    .poll(() => lines, WAIT)
    .toMatchObject([{ event: 'view_not_published', code: 'RETURNED' }]);
});

it('answers what has become of the view', async () => {
  app.get('/posts/:uuid/view', recordView(publisher));
  expect(await ask('/posts/17/view')).toMatchObject({ status: 400, body: { field: 'postUuid' } });
  expect(await ask(`/posts/${POST}/view`)).toMatchObject({
    status: 503,
    body: { code: 'RETURNED', event_id: expect.any(String), viewed_at: expect.any(String) },
  });
  await broker.channel.assertQueue(broker.queue);
  const headers = { 'X-Forwarded-For': '203.0.113.9', referer: 'https://example.org/' };
  const { status, body } = await ask(`/posts/${POST}/view`, headers);
  expect(status).toBe(202);
  const visitor = { ip: '203.0.113.9', referer: 'https://example.org/' };
  expect(await messages()).toMatchObject([{ ...body, post_uuid: POST, ...visitor }]);
});

it('counts a visitor who sends nonsense for an address', async () => {
  await broker.channel.assertQueue(broker.queue);
  app.get('/posts/:uuid/view', recordView(publisher));
  const { status, body } = await ask(`/posts/${POST}/view`, { 'X-Forwarded-For': 'unknown' });
  expect(status).toBe(202);
  const sent = await messages();
  expect(sent).toMatchObject([{ ...body, post_uuid: POST }]);
  expect(sent[0]).not.toHaveProperty('ip');
});
