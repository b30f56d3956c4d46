import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEY, NOW, openTestApp, type TestApp, uuid } from '../open-test-app.ts';

const WAIT = { timeout: 10_000, interval: 20 };
/** A connection or a statement would be waited for twice as long. */
const AT_ONCE_MS = 500;
const AWAY = {
  status: 503,
  headers: {
    'retry-after': '1',
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  },
  body: { title: 'Service Unavailable', detail: 'the database is unavailable' },
};

let test: TestApp;

beforeEach(async () => {
  test = await openTestApp();
  await test.see([1, '2026-11-24', 3]);
});
afterEach(() => test[Symbol.asyncDispose]());

/** How many milliseconds it takes to say so. */
async function msUntilAway(post: number): Promise<number> {
  const began = performance.now();
  expect(await total(post)).toMatchObject(AWAY);
  return performance.now() - began;
}

const total = (post: number) => test.get(`/posts/${uuid(post)}/views`);

describe('when the database is away', () => {
  it('answers 503 with Retry-After, tells nothing of the inside, and recovers', async () => {
    await test.proxy.cut();
    expect(await total(2)).toMatchObject(AWAY);
    expect(test.logged).toContain('"event":"request_failed"');
    expect(test.logged).not.toMatch(/127\.0\.0\.1|select|"stack"/);
    await test.proxy.restore();
    await expect.poll(() => total(2), WAIT).toMatchObject({ status: 200 });
  });

  it.each([
    ['with open connections', async () => total(1)],
    ['with none open', async () => undefined],
  ])(
    'answers so too when it keeps silent, %s, and at once as soon as that is known',
    async (_, warmUp) => {
      await warmUp();
      test.proxy.freeze();
      expect(await total(2)).toMatchObject(AWAY);
      await expect.poll(() => msUntilAway(3), WAIT).toBeLessThan(AT_ONCE_MS);
      // Longer than any connection or statement is waited for: also what probes meanwhile holds nobody up.
      const until = performance.now() + 3_000;
      for (let post = 4; performance.now() < until; post++) {
        expect(await msUntilAway(post)).toBeLessThan(AT_ONCE_MS);
        await sleep(20);
      }
      await test.proxy.restore();
      await expect.poll(() => total(2), WAIT).toMatchObject({ status: 200 });
    },
  );

  it('answers so too when its tables are missing', async () => {
    await test.database.query('RENAME TABLE post_view_totals TO elsewhere');
    expect(await total(2)).toMatchObject(AWAY);
    await test.database.query('RENAME TABLE elsewhere TO post_view_totals');
    expect(await total(2)).toMatchObject({ status: 200 });
  });

  it('answers the numbers that it has, and says that they are stale', async () => {
    await total(1);
    await total(1);
    await test.proxy.cut();
    test.now = new Date(NOW.getTime() + 60_000);
    expect(await total(1)).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { data: { views: 3 }, meta: { as_of: NOW.toISOString(), stale: true } },
    });
    expect(test.logged).toContain('"event":"refresh_failed"');
    test.now = new Date(NOW.getTime() + 11 * 60_000);
    expect(await total(1)).toMatchObject(AWAY);
    await test.proxy.restore();
    await expect.poll(() => total(1), WAIT).toMatchObject({ status: 200 });
    expect((await total(1)).body.meta.stale).toBeUndefined();
  });

  it('gives the numbers that it has at once as well, instead of waiting for a database that is silent', async () => {
    await total(1);
    await total(1);
    test.proxy.freeze();
    test.now = new Date(NOW.getTime() + 60_000);
    const began = performance.now();
    expect(await total(1)).toMatchObject({ status: 200, body: { meta: { stale: true } } });
    // A statement alone would have waited for a second.
    expect(performance.now() - began).toBeLessThan(900);
    await test.proxy.restore();
    await expect.poll(async () => (await total(1)).body.meta.stale, WAIT).toBeUndefined();
  });

  it.each([
    ['application/json', '"stale":true'],
    ['text/csv', '2026-11-24,3,true'],
    ['image/svg+xml', '3 views'],
  ])('says so in a header too, and never answers 304: %s', async (accept, text) => {
    const path = `/posts/${uuid(1)}/views/daily`;
    const headers = { 'x-internal-api-key': KEY, accept };
    const noon = Date.parse('2026-11-24T12:00:00Z');
    test.now = new Date(noon);
    await test.get(path, headers);
    const { headers: before } = await test.get(path, headers);
    expect(before).not.toHaveProperty('cache-status');
    await test.proxy.cut();
    test.now = new Date(noon + 60_000);
    for (const tag of [String(before['etag']), '*']) {
      const stale = await test.get(path, { ...headers, 'if-none-match': tag });
      expect(stale).toMatchObject({
        status: 200,
        headers: { 'cache-control': 'no-store', 'cache-status': 'post-views; hit; detail=stale' },
      });
      expect(stale.text).toContain(text);
      expect(stale.headers).not.toHaveProperty('etag');
    }
    await test.proxy.restore();
    await expect.poll(() => test.get(path, headers), WAIT).toMatchObject({ status: 200 });
  });

  it('still answers by the key of a post while ranked lists keep silent', async () => {
    await test.database.query('LOCK TABLES post_view_aggregates WRITE');
    const lists = Promise.all(
      [1, 2, 3].map((limit) => test.get(`/posts/top?period=7d&limit=${limit}`)),
    );
    expect(await total(1)).toMatchObject({ status: 200, body: { data: { views: 3 } } });
    for (const list of await lists) expect(list).toMatchObject(AWAY);
    // That their statements are lost says nothing of all others.
    expect(await total(2)).toMatchObject({ status: 200 });
    await test.database.query('UNLOCK TABLES');
    await expect.poll(() => test.get('/posts/top?period=7d'), WAIT).toMatchObject({ status: 200 });
  });
});
