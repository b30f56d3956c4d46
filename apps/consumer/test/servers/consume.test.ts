import { randomUUIDv7 } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestServers,
  POST,
  startTestConsumer,
  type TestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

let servers: TestServers;
let consumer: TestConsumer;
const WAIT = { timeout: 20_000, interval: 20 };

beforeEach(async () => {
  servers = await openTestServers();
  consumer = await startTestConsumer(servers);
  await expect.poll(() => consumer.health('ready'), WAIT).toMatchObject({ status: 200 });
});
afterEach(async () => {
  await consumer.stop();
  await servers[Symbol.asyncDispose]();
});

const now = () => new Date().toISOString();
const event = (changes: object = {}) => ({ post_uuid: POST, timestamp: now(), ...changes });
const deadQueue = () => `${servers.broker.queue}.dead`;

describe('the consumer', () => {
  it("counts what the article's publisher sends", async () => {
    await servers.broker.publish([
      { post_uuid: POST, timestamp: '2026-11-01 12:00:00', ip: '203.0.113.9' },
      { post_uuid: POST, timestamp: '2026-11-02 12:00:00', ip: '203.0.113.9', user_id: null },
    ]);
    await expect.poll(servers.counted, WAIT).toEqual([2, 2, 2]);
    expect(
      await servers.database.query(
        'SELECT date, view_count FROM post_view_aggregates ORDER BY date',
      ),
    ).toEqual([
      { date: '2026-11-01', view_count: 1 },
      { date: '2026-11-02', view_count: 1 },
    ]);
  });

  it('counts what is published to the exchange', async () => {
    const { channel } = servers.broker;
    channel.publish('analytics.events', 'post.viewed', Buffer.from(JSON.stringify(event())));
    channel.publish('analytics.events', 'post.liked', Buffer.from(JSON.stringify(event())));
    await expect.poll(servers.counted, WAIT).toEqual([1, 1, 1]);
  });

  it('counts each event of an array, and each event once', async () => {
    const same = event({ event_id: randomUUIDv7() });
    await servers.broker.publish([[event(), event(), same], [same], same]);
    await expect.poll(() => consumer.metric('events_total{result="duplicate"}'), WAIT).toBe(2);
    expect(await servers.counted()).toEqual([3, 3, 3]);
  });

  it('counts a message once by its id when the event has none', async () => {
    const id = randomUUIDv7();
    const same = event();
    await servers.broker.publish([same], id);
    await servers.broker.publish([same], id);
    await expect.poll(() => consumer.metric('events_total{result="duplicate"}'), WAIT).toBe(1);
    expect(await servers.counted()).toEqual([1, 1, 1]);
  });

  it('acknowledges all that it has counted', async () => {
    await servers.broker.publish(Array.from({ length: 2500 }, () => event()));
    await expect.poll(servers.counted, WAIT).toEqual([2500, 2500, 2500]);
    await consumer.stop();
    expect(await servers.broker.waiting(servers.broker.queue)).toBe(0);
  });

  it('sends what it can not count to the dead letters, untouched, and says why', async () => {
    const bad: [string, string, string | RegExp][] = [
      ['{"post_uuid":', 'invalid_json', 'the body is not JSON'],
      ['{ "post_uuid": "x" }', 'invalid_event', 'post_uuid: must be a UUID'],
      ['[]', 'invalid_event', 'an array must hold 1 to 500 events, this one holds 0'],
      [JSON.stringify(event({ timestamp: 0 })), 'too_old', /^timestamp/],
      [JSON.stringify(event({ timestamp: '2099-01-01T00:00:00Z' })), 'in_future', /^timestamp/],
      [
        JSON.stringify(event({ user_agent: 'x'.repeat(66_000) })),
        'too_large',
        /^event: 66\d+ bytes/,
      ],
    ];
    await servers.broker.publish(bad.map(([body]) => body));
    await servers.broker.publish([event()]);
    await expect.poll(() => servers.broker.waiting(deadQueue()), WAIT).toBe(bad.length);
    await expect.poll(servers.counted, WAIT).toEqual([1, 1, 1]);

    const letters = await servers.broker.takeAll(deadQueue());
    expect(
      letters.map(({ content, properties: { headers } }) => [
        content.toString(),
        headers?.['x-reason'],
        headers?.['x-detail'],
      ]),
    ).toEqual(
      expect.arrayContaining(
        bad.map(([body, reason, detail]) => [
          body,
          reason,
          detail instanceof RegExp ? expect.stringMatching(detail) : detail,
        ]),
      ),
    );
    await consumer.stop();
    expect(await servers.broker.waiting(servers.broker.queue)).toBe(0);
  });

  it('sends only the bad events of an array there, each alone', async () => {
    const huge = '{"post_uuid":"x","user_id":18446744073709551615}';
    await servers.broker.publish([
      `[${JSON.stringify(event())},${huge},{},${JSON.stringify(event())}]`,
    ]);
    await expect.poll(servers.counted, WAIT).toEqual([2, 2, 2]);
    await expect.poll(() => servers.broker.waiting(deadQueue()), WAIT).toBe(2);
    const letters = await servers.broker.takeAll(deadQueue());
    expect(letters.map(({ content }) => content.toString()).sort()).toEqual([huge, '{}']);
  });

  it('finds the one event that the database refuses, and counts all others', async () => {
    await servers.database.query(
      'ALTER TABLE post_views ADD CONSTRAINT no_user_666 CHECK (user_id <> 666)',
    );
    const events = Array.from({ length: 300 }, (_, index) => event({ user_id: 500 + index }));
    await servers.broker.publish([...events, [event({ user_id: 1 }), event({ user_id: 666 })]]);
    await expect.poll(servers.counted, WAIT).toEqual([300, 300, 300]);
    await expect.poll(() => servers.broker.waiting(deadQueue()), WAIT).toBe(2);
    const letters = await servers.broker.takeAll(deadQueue());
    for (const { content, properties } of letters) {
      expect(JSON.parse(content.toString())).toMatchObject({ user_id: 666 });
      expect(properties.headers).toMatchObject({
        'x-reason': 'rejected_by_database',
        'x-detail': expect.stringContaining('a check constraint refused it'),
      });
    }
  });

  it('mends bad optional fields, and counts which', async () => {
    await servers.broker.publish([event({ ip: 'nowhere', user_id: -1 }), event({ ip: 17 })]);
    await expect.poll(servers.counted, WAIT).toEqual([2, 2, 2]);
    expect(await consumer.metric('mended_fields_total{field="ip"}')).toBe(2);
    expect(await consumer.metric('mended_fields_total{field="user_id"}')).toBe(1);
  });

  it('declares the queue as the contract says', async () => {
    const { channel, queue } = servers.broker;
    await channel.assertQueue(queue, {
      durable: true,
      arguments: {
        'x-queue-type': 'quorum',
        'x-delivery-limit': 1_000_000,
        'x-dead-letter-exchange': 'analytics.dead',
        'x-dead-letter-routing-key': queue,
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
      },
    });
  });

  it('logs no address, no agent and no whole event', async () => {
    await servers.broker.publish([
      event({ ip: '203.0.113.77', user_agent: 'Secret/1.0', referer: 'https://secret.example/' }),
      event({ ip: '203.0.113.77', timestamp: 'never', user_agent: 'Secret/1.0' }),
    ]);
    await expect.poll(() => servers.broker.waiting(deadQueue()), WAIT).toBe(1);
    await expect.poll(servers.counted, WAIT).toEqual([1, 1, 1]);
    expect(JSON.stringify(consumer.log)).not.toMatch(/203\.0\.113\.77|[Ss]ecret/);
  });
});
