import type { ConsumeMessage } from 'amqplib';
import { describe, expect, it } from 'vitest';
import { letterOf } from '../../src/letter.ts';
import { propertiesOf } from '../../src/republish.ts';

const OWN = '019ab6c2-5d1e-7c3a-9f00-3b1d2c4e5f60';
const OTHER = '019ab6c2-5d1e-7c3a-9f00-000000000001';
const HEADERS = {
  'x-reason': 'in_future',
  'x-detail': 'timestamp: 400 seconds ahead',
  'x-rejected-at': '2026-11-24T12:00:00.000Z',
};

function letter(properties: object, body = '{}') {
  return letterOf({ content: Buffer.from(body), properties } as unknown as ConsumeMessage);
}

describe('letterOf', () => {
  it('reads what the consumer has written', () => {
    expect(letter({ correlationId: OWN.toUpperCase(), headers: HEADERS })).toMatchObject({
      id: OWN,
      ownId: OWN,
      reason: 'in_future',
      detail: 'timestamp: 400 seconds ahead',
      rejectedAt: '2026-11-24T12:00:00.000Z',
    });
  });

  it('knows no reason but those of a list, and no time that is none', () => {
    const headers = { 'x-reason': '\u001b[31m', 'x-detail': 7, 'x-rejected-at': 'now' };
    expect(letter({ correlationId: OWN, headers })).toMatchObject({
      reason: 'unknown',
      detail: '',
      rejectedAt: null,
    });
  });

  it('has an id for what the broker has moved, whose correlation id is not the letter’s', () => {
    const moved = { correlationId: OWN, headers: { 'x-first-death-reason': 'delivery_limit' } };
    const { id, ownId, reason } = letter(moved);
    expect({ ownId, reason }).toEqual({ ownId: null, reason: 'delivery_limit' });
    expect(id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(id).not.toBe(OWN);
    expect(letter(moved).id).toBe(id);
    expect(letter(moved, '{"n":1}').id).not.toBe(id);
    expect(letter({}).reason).toBe('unknown');
  });
});

describe('propertiesOf', () => {
  it('forwards what the contract keeps, and no header', () => {
    const kept = { contentType: 'application/json', type: 'view', appId: 'shop', timestamp: 1 };
    const properties = {
      ...kept,
      messageId: OTHER,
      correlationId: OWN,
      headers: HEADERS,
      replyTo: 'x',
    };
    expect(propertiesOf(letter(properties))).toEqual({
      ...kept,
      messageId: OTHER,
      persistent: true,
      mandatory: true,
    });
  });

  it('gives the id of the letter to what has none, or none that counts', () => {
    for (const messageId of [undefined, 'no-uuid']) {
      const properties = { messageId, correlationId: OWN, headers: HEADERS };
      expect(propertiesOf(letter(properties))).toMatchObject({ messageId: OWN });
    }
  });

  it('makes up no id for what the broker has moved: two views may look alike', () => {
    expect(propertiesOf(letter({ correlationId: OWN }))).not.toHaveProperty('messageId');
  });
});
