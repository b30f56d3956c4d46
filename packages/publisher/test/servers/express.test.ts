import { createLogLines, createTestBroker, type TestBroker } from '@post-views/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordView, showPost } from '../../examples/express.ts';
import { openPublisher, type Publisher } from '../../src/index.ts';

const WAIT = { timeout: 20_000, interval: 50 };
const POST = '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f';

let broker: TestBroker;
let publisher: Publisher;

beforeEach(async () => {
  broker = await createTestBroker();
  publisher = await openPublisher({ url: broker.url, exchange: '', routingKey: broker.queue });
});
afterEach(async () => {
  await publisher.close();
  await broker[Symbol.asyncDispose]();
});

const requestFor = (uuid: string, ip = '203.0.113.9') => ({
  params: { uuid },
  ip,
  get: (header: string) => (header === 'referer' ? 'https://example.org/' : undefined),
});

/** What is answered. */
function responding() {
  const answer: { code: number; body?: unknown } = { code: 200 };
  const response = {
    status(code: number) {
      answer.code = code;
      return response;
    },
    json(body: unknown) {
      answer.body = body;
    },
  };
  return { answer, response };
}

it('answers at once, and logs a view that could not be published', async () => {
  const { log, lines } = createLogLines();
  const { answer, response } = responding();
  showPost(publisher, log)(requestFor(POST), response);
  expect(answer).toEqual({ code: 200, body: { title: 'The post' } });
  await expect
    .poll(() => lines, WAIT)
    .toMatchObject([{ event: 'view_not_published', code: 'RETURNED' }]);
});

it('answers what has become of the view', async () => {
  const ask = async (uuid: string) => {
    const { answer, response } = responding();
    await recordView(publisher)(requestFor(uuid), response);
    return answer;
  };
  expect(await ask('17')).toMatchObject({ code: 400, body: { field: 'postUuid' } });
  expect(await ask(POST)).toMatchObject({
    code: 503,
    body: { code: 'RETURNED', event_id: expect.any(String), viewed_at: expect.any(Date) },
  });
  await broker.channel.assertQueue(broker.queue);
  const { code, body } = await ask(POST);
  expect(code).toBe(202);
  const [message] = await broker.takeAll(broker.queue);
  expect(JSON.parse(message?.content.toString() ?? '')).toMatchObject({
    ...(body as { event_id: string }),
    post_uuid: POST,
    ip: '203.0.113.9',
    referer: 'https://example.org/',
  });
});

it('counts a visitor who sends nonsense for an address', async () => {
  await broker.channel.assertQueue(broker.queue);
  const { answer, response } = responding();
  await recordView(publisher)(requestFor(POST, 'unknown'), response);
  expect(answer.code).toBe(202);
  expect(await broker.waiting(broker.queue)).toBe(1);
});
