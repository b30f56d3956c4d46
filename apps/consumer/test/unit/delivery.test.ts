import { batches } from '@post-views/service';
import type { ConsumeMessage } from 'amqplib';
import { afterEach, describe, expect, it } from 'vitest';
import { deliveryOf } from '../../src/delivery.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const kept = {
  messageId: 'm',
  contentType: 'application/json',
  contentEncoding: 'utf-8',
  type: 'post.viewed',
  appId: 'shop',
  timestamp: 1_796_000_000,
};
const messageWith = (headers: object | undefined) =>
  ({
    content: Buffer.from('{}'),
    fields: { deliveryTag: 7, redelivered: false, exchange: 'e', routingKey: 'r' },
    properties: { ...kept, headers, priority: 1, userId: 'u' },
  }) as unknown as ConsumeMessage;
const PLAIN = { tag: 7, content: Buffer.from('{}'), ...kept };

describe('deliveryOf', () => {
  it('keeps what a message is acknowledged by, and what goes with its dead letter, and nothing else', () => {
    const message = messageWith({ large: 'x'.repeat(10_000), traceparent: TRACEPARENT });
    expect(deliveryOf(message)).toEqual(PLAIN);
  });
});

describe('deliveryOf, while batches are traced', () => {
  const subscribers = { start: () => undefined };
  afterEach(() => batches.unsubscribe(subscribers));

  it('keeps what trace a message belongs to', () => {
    batches.subscribe(subscribers);
    const message = messageWith({ large: 'x'.repeat(10_000), traceparent: TRACEPARENT });
    expect(deliveryOf(message)).toEqual({ ...PLAIN, traceparent: TRACEPARENT });
  });

  it.each([
    ['no headers', undefined],
    ['no such header', {}],
    ['an empty one', { traceparent: '' }],
    ['a long one', { traceparent: TRACEPARENT.repeat(1_000) }],
    ['bytes', { traceparent: Buffer.from(TRACEPARENT) }],
    ['a number', { traceparent: 55 }],
    ['null', { traceparent: null }],
  ])('keeps nothing of %s', (_, headers) => {
    batches.subscribe(subscribers);
    expect(deliveryOf(messageWith(headers))).toEqual(PLAIN);
  });
});
