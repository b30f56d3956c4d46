import type { ConsumeMessage } from 'amqplib';
import { describe, expect, it } from 'vitest';
import { deliveryOf } from '../../src/delivery.ts';

describe('deliveryOf', () => {
  it('keeps what a message is acknowledged by, and what goes with its dead letter, and nothing else', () => {
    const kept = {
      messageId: 'm',
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      type: 'post.viewed',
      appId: 'shop',
      timestamp: 1_796_000_000,
    };
    const message = {
      content: Buffer.from('{}'),
      fields: { deliveryTag: 7, redelivered: false, exchange: 'e', routingKey: 'r' },
      properties: { ...kept, headers: { large: 'x'.repeat(10_000) }, priority: 1, userId: 'u' },
    } as unknown as ConsumeMessage;
    expect(deliveryOf(message)).toEqual({ tag: 7, content: message.content, ...kept });
  });
});
