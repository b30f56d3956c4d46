import { readViewEvent } from '@post-views/event';
import { testUuid } from '@post-views/testing';
import { describe, expect, it } from 'vitest';
import { InvalidViewError, type PostView } from '../../src/index.ts';
import { prepare } from '../../src/post-view.ts';

const POST = testUuid(1);
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;
/** As a consumer reads it. */
const read = (view: PostView) =>
  readViewEvent(JSON.parse(JSON.stringify(prepare(view).message)) as unknown);

describe('a view that is prepared', () => {
  it('has an id and a time of its own, and is counted unchanged', () => {
    const first = prepare({ postUuid: POST });
    const second = prepare({ postUuid: POST });
    expect(first.published.eventId).toMatch(UUID_V7);
    expect(second.published.eventId).not.toBe(first.published.eventId);
    expect(Math.abs(first.published.viewedAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect(read({ postUuid: POST })).toMatchObject({ mended: [] });
  });

  it('keeps those that it is given, and all of its fields', () => {
    const view = {
      postUuid: POST,
      viewedAt: new Date('2026-11-24T23:59:59.700Z'),
      eventId: '019ab6c2-5d1e-7c3a-9f00-3b1d2c4e5f60',
      userId: 2n ** 64n - 1n,
      ip: '::ffff:203.0.113.9',
      userAgent: 'Mozilla/5.0',
      referer: 'https://example.org/',
    };
    const { eventId, viewedAt } = view;
    expect(prepare(view).published).toEqual({ eventId, viewedAt });
    expect(read(view)).toEqual({
      event: { ...view, viewedAt: Math.floor(viewedAt.getTime() / 1000) },
      mended: [],
    });
  });

  it('has no more of a text than is kept, since that is the visitor’s', () => {
    const long = { userAgent: '😀'.repeat(1_025), referer: 'x'.repeat(501) };
    expect(read({ postUuid: POST, ...long })).toMatchObject({
      event: { userAgent: '😀'.repeat(1_024), referer: 'x'.repeat(500) },
      mended: [],
    });
  });

  it('may have null for what is not known', () => {
    const nothing = { userId: null, ip: null, userAgent: null, referer: undefined };
    expect(read({ postUuid: POST, ...nothing })).toMatchObject({ mended: [] });
  });
});

describe('a bad optional field', () => {
  it.each([
    ['ip', 'unknown'],
    ['ip', '203.0.113.9:443'],
    ['ip', 'fe80::1%eth0'],
    ['ip', ''],
    ['ip', 16_909_060],
    ['userId', Number.NaN],
    ['userId', -1],
    ['userId', 2 ** 53],
    ['userId', 2n ** 64n],
    ['userId', 'alice'],
    ['userAgent', ['Mozilla']],
    ['referer', 5],
    ['referer', { at: 1n }],
  ])('is left out, and the view is sent: %s %s', (field, value) => {
    const view = { postUuid: POST, userId: 1, ip: '::1', userAgent: 'a', referer: 'b' };
    const prepared = prepare({ ...view, [field]: value } as PostView);
    expect(prepared.omitted).toEqual([field]);
    const { postUuid, ...others } = view;
    expect(read({ ...view, [field]: value } as PostView)).toMatchObject({
      event: { postUuid, ...others, userId: 1n, [field]: null },
      mended: [],
    });
  });

  it('takes no other field with it', () => {
    const nonsense = { userId: 'x', ip: 'x', userAgent: 1, referer: 1 } as unknown as PostView;
    const { omitted } = prepare({ ...nonsense, postUuid: POST });
    expect(omitted).toEqual(['userId', 'ip', 'userAgent', 'referer']);
  });
});

describe('a view that is none', () => {
  const VIEWED_AT = 'viewedAt: must be a valid Date from 1970 to 9999';

  it.each([
    [{ postUuid: '17' }, 'postUuid: must be a UUID'],
    [{}, 'postUuid: must be a UUID'],
    [{ postUuid: POST, viewedAt: new Date('soon') }, VIEWED_AT],
    [{ postUuid: POST, viewedAt: 1_764_000_000 }, VIEWED_AT],
    [{ postUuid: POST, viewedAt: new Date(-1) }, VIEWED_AT],
    [{ postUuid: POST, viewedAt: new Date(Date.UTC(10_000, 0)) }, VIEWED_AT],
    [{ postUuid: POST, eventId: 'order-17' }, 'eventId: must be a UUID'],
    [{ postUuid: '17', ip: 'unknown' }, 'postUuid: must be a UUID'],
  ])('names the field: %j', (view, message) => {
    const attempt = () => prepare(view as PostView);
    expect(attempt).toThrow(InvalidViewError);
    expect(attempt).toThrow(message);
    expect(() => prepare(view as PostView, 3)).toThrow(/^views\[3\]\.\w+: /);
  });
});
