import { describe, expect, it } from 'vitest';
import { deadLettersOf } from '../../src/dead-letter.ts';
import type { Delivery } from '../../src/delivery.ts';
import type { RejectedEvent } from '../../src/parse.ts';

const NOW = new Date('2026-11-24T12:00:00Z');

function lettersOf(body: string, positions: (number | null)[], properties: object = {}) {
  const delivery = { content: Buffer.from(body), ...properties } as Delivery;
  const rejected = positions.map(
    (position): RejectedEvent => ({
      position,
      rejection: { reason: 'invalid_event', detail: 'why' },
    }),
  );
  return deadLettersOf(delivery, rejected, NOW);
}

describe('deadLettersOf', () => {
  it('keeps the body and says why', () => {
    const [letter] = lettersOf('{ "a" : 1.50 }', [null], { messageId: 'm', appId: 'shop' });
    expect(letter?.body.toString()).toBe('{ "a" : 1.50 }');
    expect(letter?.options).toMatchObject({
      persistent: true,
      mandatory: true,
      messageId: 'm',
      appId: 'shop',
      headers: {
        'x-reason': 'invalid_event',
        'x-detail': 'why',
        'x-rejected-at': NOW.toISOString(),
      },
    });
  });

  it('does not keep the bytes in memory that came with a small body', () => {
    const chunk = Buffer.alloc(64 * 1024, '{');
    const delivery = { content: chunk.subarray(100, 110) as Buffer } as Delivery;
    const rejection = { reason: 'invalid_json', detail: 'why' } as const;
    const [letter] = deadLettersOf(delivery, [{ position: null, rejection }], NOW);
    expect(letter?.body).toEqual(delivery.content);
    expect(letter?.body.buffer.byteLength).toBe(10);
  });

  it('makes a letter of its own of each bad event in an array, without the id of the message', () => {
    const letters = lettersOf('[1, {"b": 2} ,3]', [0, 1], { messageId: 'm' });
    expect(letters.map(({ body }) => body.toString())).toEqual(['1', '{"b": 2}']);
    expect(letters[0]?.options).not.toHaveProperty('messageId');
    expect(letters[0]?.options.correlationId).not.toBe(letters[1]?.options.correlationId);
  });

  it('leaves out properties that could not be sent: bytes that were no text have grown', () => {
    const grown = '\ufffd'.repeat(200);
    const [letter] = lettersOf('{}', [null], { messageId: grown, type: grown, appId: 'shop' });
    expect(letter?.options).toMatchObject({ appId: 'shop' });
    expect(letter?.options).not.toHaveProperty('messageId');
    expect(letter?.options).not.toHaveProperty('type');
  });
});
