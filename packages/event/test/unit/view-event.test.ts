import { describe, expect, it } from 'vitest';
import { LIMITS, readViewEvent, type ViewEvent } from '../../src/index.ts';

const POST = '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f';
const minimal = { post_uuid: POST, timestamp: '2026-11-24 12:00:00' };

function eventOf(input: unknown): ViewEvent {
  const read = readViewEvent(input);
  if ('rejection' in read) throw new Error(read.rejection.detail);
  return read.event;
}

function mendedOf(input: unknown): readonly string[] {
  const read = readViewEvent(input);
  if ('rejection' in read) throw new Error(read.rejection.detail);
  return read.mended;
}

describe('readViewEvent', () => {
  it('reads what the publisher of the article sends', () => {
    expect(
      readViewEvent({
        ...minimal,
        user_id: 42,
        ip: '203.0.113.9',
        user_agent: 'Mozilla/5.0',
        referer: 'https://example.org/',
      }),
    ).toEqual({
      event: {
        postUuid: POST,
        viewedAt: Date.UTC(2026, 10, 24, 12) / 1000,
        userId: 42n,
        ip: '203.0.113.9',
        userAgent: 'Mozilla/5.0',
        referer: 'https://example.org/',
        eventId: null,
      },
      mended: [],
    });
  });

  it('needs nothing but the post and the time', () => {
    expect(eventOf(minimal)).toMatchObject({ postUuid: POST, userId: null, ip: null });
    expect(mendedOf({ ...minimal, user_id: null, ip: null, user_agent: null })).toEqual([]);
  });

  it('lower-cases UUIDs, and ignores fields that it does not know', () => {
    const read = eventOf({
      ...minimal,
      post_uuid: POST.toUpperCase(),
      event_id: POST.toUpperCase(),
      views: 1000,
    });
    expect(read).toMatchObject({ postUuid: POST, eventId: POST });
    expect(read).not.toHaveProperty('views');
  });

  it.each([
    [0, 0n],
    ['0', 0n],
    ['18446744073709551615', 2n ** 64n - 1n],
    ['007', 7n],
  ])('reads the user id %s', (user_id, userId) => {
    expect(eventOf({ ...minimal, user_id }).userId).toBe(userId);
  });

  it.each([
    ['user_id', -1, 'userId', null],
    ['user_id', 1.5, 'userId', null],
    ['user_id', '18446744073709551616', 'userId', null],
    ['user_id', 'alice', 'userId', null],
    ['user_id', { id: 1 }, 'userId', null],
    ['ip', '999.1.1.1', 'ip', null],
    ['ip', 16909060, 'ip', null],
    ['ip', `fe80::1%${'x'.repeat(60)}`, 'ip', null],
    ['user_agent', 'x'.repeat(1025), 'userAgent', 'x'.repeat(1024)],
    ['user_agent', ['Mozilla'], 'userAgent', null],
    ['referer', 'y'.repeat(501), 'referer', 'y'.repeat(500)],
    ['event_id', 'order-17', 'eventId', null],
    ['event_id', 17, 'eventId', null],
  ])('mends %s: %j', (field, value, property, mended) => {
    const input = { ...minimal, [field]: value };
    expect(eventOf(input)).toHaveProperty(property, mended);
    expect(mendedOf(input)).toEqual([field]);
  });

  it('cuts by characters and tears no emoji apart', () => {
    const fits = '😀'.repeat(LIMITS.refererCharacters);
    expect(mendedOf({ ...minimal, referer: fits })).toEqual([]);
    expect(eventOf({ ...minimal, referer: `${fits}😀` }).referer).toBe(fits);
  });

  it.each([
    [null, 'an event must be a JSON object'],
    ['text', 'an event must be a JSON object'],
    [[], 'an event must be a JSON object'],
    [{}, 'post_uuid: is required'],
    [{ timestamp: 1 }, 'post_uuid: is required'],
    [{ post_uuid: POST }, 'timestamp: is required'],
    [{ ...minimal, post_uuid: 17 }, 'post_uuid: must be a UUID'],
    [{ ...minimal, post_uuid: '17' }, 'post_uuid: must be a UUID'],
    [{ ...minimal, post_uuid: null }, 'post_uuid: must be a UUID'],
    [{ ...minimal, timestamp: 'soon' }, /^timestamp: must be ISO 8601 with an offset/],
    [{ ...minimal, timestamp: {} }, /^timestamp: must be ISO 8601 with an offset/],
    [{ ...minimal, timestamp: true }, /^timestamp: must be ISO 8601 with an offset/],
  ])('refuses %j', (input, detail) => {
    expect(readViewEvent(input)).toEqual({
      rejection: { reason: 'invalid_event', detail: expect.stringMatching(detail) },
    });
  });
});
