import { readViewEvent } from '@post-views/event';
import {
  createLogLines,
  createTcpProxy,
  createTestBroker,
  startProgram,
  type TestBroker,
  testUuid,
} from '@post-views/testing';
import type { GetMessage } from 'amqplib';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openPublisher, PublishError, type PublisherOptions } from '../../src/index.ts';

const WAIT = { timeout: 20_000, interval: 50 };
const POST = testUuid(1);
const QUORUM = { arguments: { 'x-queue-type': 'quorum' } };
/** Nobody listens there. */
const NOWHERE = 'amqp://127.0.0.1:1';
const view = { postUuid: POST };

let releases: AsyncDisposableStack;
let broker: TestBroker;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  broker = releases.use(await createTestBroker());
});
afterEach(() => releases.disposeAsync());

/** One that publishes straight to the test's own queue. */
async function open(options: Partial<PublisherOptions> = {}) {
  const to = { url: broker.url, exchange: '', routingKey: broker.queue };
  return releases.use(await openPublisher({ ...to, closeTimeoutMs: 1_000, ...options }));
}

async function proxied() {
  return releases.use(await createTcpProxy(broker.url));
}

const errorOf = (publishing: Promise<unknown>): Promise<PublishError> =>
  publishing.then(
    () => expect.fail('it was published'),
    (error: PublishError) => error,
  );

/** The events of messages, as a consumer reads them. */
function eventsOf(messages: readonly GetMessage[]) {
  const bodies = messages.map(({ content }) => JSON.parse(content.toString()) as unknown);
  return bodies.flat().map((body) => {
    const read = readViewEvent(body);
    if ('rejection' in read) throw new Error(read.rejection.detail);
    expect(read.mended).toEqual([]);
    return read.event;
  });
}

const idsIn = async () =>
  eventsOf(await broker.takeAll(broker.queue)).map((event) => event.eventId);

describe('publishing', () => {
  beforeEach(async () => {
    await broker.channel.assertQueue(broker.queue, QUORUM);
  });

  it('resolves when the view is in the queue, persistent and with its id', async () => {
    const publisher = await open();
    const published = await publisher.publishPostView({ ...view, userId: 42, ip: '203.0.113.9' });
    const messages = await broker.takeAll(broker.queue);
    expect(messages.map(({ properties }) => properties)).toMatchObject([
      { contentType: 'application/json', deliveryMode: 2, messageId: published.eventId },
    ]);
    expect(eventsOf(messages)).toMatchObject([
      {
        postUuid: POST,
        eventId: published.eventId,
        viewedAt: Math.floor(published.viewedAt.getTime() / 1000),
        userId: 42n,
      },
    ]);
    expect(publisher.unconfirmed).toBe(0);
  });

  it('sends many in messages of at most 500, each with its own id', async () => {
    const publisher = await open();
    const published = await publisher.publishPostViews(Array(1_201).fill(view));
    const messages = await broker.takeAll(broker.queue);
    expect(messages.map((message) => eventsOf([message]).length)).toEqual([500, 500, 201]);
    expect(messages.map(({ properties }) => properties.messageId)).toEqual(
      Array(3).fill(undefined),
    );
    expect(eventsOf(messages).map(({ eventId }) => eventId)).toEqual(
      published.map(({ eventId }) => eventId),
    );
    expect(new Set(published.map(({ eventId }) => eventId)).size).toBe(1_201);
    expect(await publisher.publishPostViews([])).toEqual([]);
  });

  it('tells its log once of a bad field of the visitor, which costs no view', async () => {
    const { log, lines } = createLogLines();
    const publisher = await open({ log });
    const told = () => lines.filter(({ event }) => event === 'field_left_out');
    await publisher.publishPostView({ ...view, ip: 'unknown' });
    await publisher.publishPostViews(Array(2).fill({ ...view, ip: '203.0.113.9:443' }));
    expect(told()).toMatchObject([{ level: 'warn', field: 'ip' }]);
    await publisher.close();
    expect(told()).toMatchObject([{ field: 'ip' }, { field: 'ip', times: 2 }]);
    expect(JSON.stringify(lines)).not.toMatch(/unknown|203\.0\.113/);
    const events = eventsOf(await broker.takeAll(broker.queue));
    expect(events.map(({ ip }) => ip)).toEqual([null, null, null]);
  });

  it('sends nothing when one of them is none, and says which', async () => {
    const publisher = await open();
    await expect(publisher.publishPostViews([view, { postUuid: 'x' }])).rejects.toMatchObject({
      code: 'INVALID_VIEW',
      field: 'postUuid',
      index: 1,
      message: 'views[1].postUuid: must be a UUID',
    });
    await publisher.close();
    expect(await broker.waiting(broker.queue)).toBe(0);
  });

  it('takes the next of several nodes when one is away', async () => {
    const publisher = await open({ url: `${NOWHERE},${broker.url}` });
    const { eventId } = await publisher.publishPostView(view);
    expect(await idsIn()).toEqual([eventId]);
  });

  it('goes on after each cut of the network: each view is there, with its one id', async () => {
    const network = await proxied();
    const publisher = await open({ url: network.url, confirmTimeoutMs: 30_000 });
    await publisher.publishPostView(view);
    await broker.takeAll(broker.queue);
    const publishing: Promise<{ eventId: string }>[] = [];
    const publish = (count: number) => {
      for (let n = 0; n < count; n += 1) publishing.push(publisher.publishPostView(view));
    };
    for (let cut = 0; cut < 3; cut += 1) {
      const reached = network.cutAfter(POST);
      publish(100);
      await reached;
      await network.cut();
      publish(50);
      await network.restore();
      await expect.poll(() => publisher.unconfirmed, WAIT).toBe(0);
    }
    const published = await Promise.all(publishing);
    const ids = await idsIn();
    expect(new Set(ids)).toEqual(new Set(published.map(({ eventId }) => eventId)));
    expect(new Set(ids).size).toBe(450);
    // Some were there before the network was cut, and came again.
    expect(ids.length).toBeGreaterThan(450);
  });

  it('leaves a broker that does not respond, and publishes the same view again', async () => {
    const [silent, other] = [await proxied(), await proxied()];
    const url = `${silent.url},${other.url}`;
    const publisher = await open({ url, confirmTimeoutMs: 10_000 });
    await publisher.publishPostView(view);
    await broker.takeAll(broker.queue);
    const frozen = silent.freezeAfter(POST);
    const publishing = publisher.publishPostView(view);
    await frozen;
    const { eventId } = await publishing;
    expect(new Set(await idsIn())).toEqual(new Set([eventId]));
  });

  it('gives up in time when nothing is confirmed; another attempt is the same view', async () => {
    const network = await proxied();
    const publisher = await open({ url: network.url, confirmTimeoutMs: 1_000 });
    await publisher.publishPostView(view);
    await broker.takeAll(broker.queue);
    const frozen = network.freezeAfter(POST);
    const failing = errorOf(publisher.publishPostView(view));
    await frozen;
    const error = await failing;
    expect(error).toBeInstanceOf(PublishError);
    expect(error).toMatchObject({ code: 'UNCONFIRMED', eventId: expect.any(String) });
    expect(error.message).toMatch(/^not confirmed within 1000 ms/);
    expect(publisher.unconfirmed).toBe(0);

    await network.restore();
    const { eventId, viewedAt } = error;
    // The connection that was silent is left first.
    const again = () => publisher.publishPostView({ ...view, eventId, viewedAt }).catch(() => null);
    await expect.poll(again, WAIT).toEqual({ eventId, viewedAt });
    const events = eventsOf(await broker.takeAll(broker.queue));
    const identity = { eventId, viewedAt: Math.floor(Number(viewedAt) / 1000) };
    expect(events.length).toBeGreaterThanOrEqual(2);
    for (const event of events) expect(event).toMatchObject(identity);
  });

  it('keeps views while the broker is away, and says so when they are too many', async () => {
    const network = await proxied();
    await network.cut();
    const publisher = await open({
      url: network.url,
      maxUnconfirmed: 10,
      confirmTimeoutMs: 30_000,
    });
    const publishing = Array.from({ length: 8 }, () => publisher.publishPostView(view));
    publishing.push(
      publisher.publishPostViews([view, view]).then(([first]) => first ?? expect.fail()),
    );
    await expect.poll(() => publisher.unconfirmed, WAIT).toBe(10);
    await expect
      .poll(() => errorOf(publisher.publishPostView(view)), WAIT)
      .toMatchObject({
        code: 'BUFFER_FULL',
        message: expect.stringMatching(/^10 views wait .* nobody listens at that host and port$/),
        eventId: expect.any(String),
      });
    await network.restore();
    await Promise.all(publishing);
    expect(new Set(await idsIn()).size).toBe(10);
  });

  it('waits with closing until all is confirmed, and takes nothing after that', async () => {
    const publisher = await open();
    const publishing = Array.from({ length: 500 }, () => publisher.publishPostView(view));
    await publisher.close();
    expect(await Promise.all(publishing)).toHaveLength(500);
    expect(new Set(await idsIn()).size).toBe(500);
    await expect(publisher.publishPostView(view)).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('does not wait long with closing for a broker that does not respond', async () => {
    const network = await proxied();
    const publisher = await open({ url: network.url, closeTimeoutMs: 500 });
    await publisher.publishPostView(view);
    network.freeze();
    const failing = errorOf(publisher.publishPostView(view));
    const started = performance.now();
    await publisher.close();
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await failing).toMatchObject({
      code: 'CLOSED',
      views: [{ eventId: expect.any(String) }],
    });
  });

  // A broker that was given has no rabbitmqctl here.
  if (inject('brokerControl')) {
    it('sends nothing to a broker that has blocked it, and says why', async () => {
      const control = (...args: string[]) => broker.control?.(...args) ?? Promise.resolve('');
      const publisher = await open({ confirmTimeoutMs: 2_000 });
      await publisher.publishPostView(view);
      const watermark = await control('eval', 'vm_memory_monitor:get_vm_memory_high_watermark().');
      await control('set_vm_memory_high_watermark', '0.00001');
      let refused: PublishError;
      try {
        // The broker tells of its alarm when something is published.
        const says = 'blocked publishing, being short of memory or disk';
        await expect
          .poll(() => errorOf(publisher.publishPostView(view)), WAIT)
          .toMatchObject({ code: 'UNCONFIRMED', message: expect.stringContaining(says) });
        refused = await errorOf(publisher.publishPostView(view));
      } finally {
        await control('set_vm_memory_high_watermark', watermark.trim());
      }
      const { eventId } = await publisher.publishPostView(view);
      const ids = await idsIn();
      expect(ids.at(-1)).toBe(eventId);
      // What nobody reads would gather in memory, and arrive after all.
      expect(ids).not.toContain(refused.eventId);
    });
  }
});

it('says that no queue takes it', async () => {
  const publisher = await open();
  const error = await errorOf(publisher.publishPostView(view));
  expect(error).toMatchObject({
    code: 'RETURNED',
    message: `no queue takes "${broker.queue}" of the exchange ""`,
    views: [{ eventId: error.eventId, viewedAt: error.viewedAt }],
  });
  await broker.channel.assertQueue(broker.queue, QUORUM);
  const { eventId, viewedAt } = error;
  await publisher.publishPostView({ ...view, eventId, viewedAt });
  expect(await idsIn()).toEqual([eventId]);
});

it('says that there is no such exchange', async () => {
  const publisher = await open({ exchange: `${broker.queue}.none`, confirmTimeoutMs: 2_000 });
  const error = await errorOf(publisher.publishPostView(view));
  expect(error.code).toBe('UNCONFIRMED');
  expect(error.message).toContain(`last failure: exchange '${broker.queue}.none' does not exist`);
});

// A broker that was given has no rabbitmqctl here.
it.runIf(inject('brokerControl'))(
  'needs the right to write to the exchange, and no other',
  async () => {
    await broker.channel.assertQueue(broker.queue, QUORUM);
    const control = (...args: string[]) => broker.control?.(...args) ?? Promise.resolve('');
    const exchange = broker.queue;
    await broker.channel.assertExchange(exchange, 'topic');
    releases.defer(() => broker.channel.deleteExchange(exchange).then(() => undefined));
    await broker.channel.bindQueue(broker.queue, exchange, 'post.viewed');
    await control('add_user', exchange, 'secret');
    releases.defer(() => control('delete_user', exchange).then(() => undefined));
    const allowWriting = (to: string) => control('set_permissions', exchange, '', to, '');
    const url = new URL(broker.url);
    url.username = exchange;
    url.password = 'secret';
    const options = { url: url.href, exchange, routingKey: 'post.viewed', confirmTimeoutMs: 2_000 };

    await allowWriting('^nothing$');
    const without = await open(options);
    const error = await errorOf(without.publishPostView(view));
    expect(error.message).toContain(`the user lacks the write right on exchange '${exchange}'`);
    await allowWriting(`^${exchange}$`);
    const publisher = await open({ ...options, confirmTimeoutMs: 10_000 });
    const { eventId } = await publisher.publishPostView(view);
    expect(await idsIn()).toEqual([eventId]);
  },
);

it('says that a queue that is full has refused it, and goes on when there is room', async () => {
  const full = { 'x-max-length': 2, 'x-overflow': 'reject-publish' };
  await broker.channel.assertQueue(broker.queue, { arguments: full });
  const publisher = await open();
  const outcomes = [];
  for (let n = 0; n < 4; n += 1) {
    outcomes.push(await publisher.publishPostView(view).catch((error: PublishError) => error));
  }
  const refused = outcomes.filter((outcome) => outcome instanceof PublishError);
  expect(refused).toHaveLength(2);
  expect(refused[0]).toMatchObject({ code: 'REFUSED', eventId: expect.any(String) });
  await broker.takeAll(broker.queue);
  const again = { ...view, eventId: refused[0]?.eventId, viewedAt: refused[0]?.viewedAt };
  // RabbitMQ 3 goes on refusing on the same channel, until the publisher leaves it.
  await expect
    .poll(() => publisher.publishPostView(again).catch(() => null), WAIT)
    .toMatchObject({ eventId: again.eventId });
});

describe('a program', () => {
  it.each(['broker', 'nowhere'])('ends by itself after close (%s)', async (where) => {
    await broker.channel.assertQueue(broker.queue, QUORUM);
    const url = where === 'broker' ? broker.url : NOWHERE;
    await using program = startProgram('packages/publisher/test/programs/publish-once.ts', {}, [
      url,
      broker.queue,
    ]);
    expect(await program.ended).toBe(0);
    expect(program.stdout.trim()).toBe(where === 'broker' ? 'confirmed' : 'UNCONFIRMED');
  });
});
