import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY, NOW, openTestApp, type TestApp, uuid } from '../open-test-app.ts';

const WAIT = { timeout: 10_000, interval: 10 };
let test: TestApp;

beforeAll(async () => {
  test = await openTestApp();
});
afterAll(() => test[Symbol.asyncDispose]());

const later = (ms: number) => new Date(NOW.getTime() - 60_000 + ms);
const total = async (post: number, headers: Record<string, string> = {}) =>
  test.get(`/posts/${uuid(post)}/views`, { 'x-internal-api-key': KEY, ...headers });

it('answers what is a second old from the cache, then refreshes it behind; as_of tells', async () => {
  test.now = later(0);
  await test.see([1, '2026-11-24', 1]);
  await total(1);
  await total(1);
  await test.see([1, '2026-11-24', 1]);
  test.now = later(1_000);
  const cached = { data: { views: 1 }, meta: { as_of: later(0).toISOString() } };
  expect((await total(1)).body).toMatchObject(cached);
  test.now = later(1_001);
  expect((await total(1)).body).toMatchObject(cached);
  await expect
    .poll(async () => (await total(1)).body, WAIT)
    .toMatchObject({
      data: { views: 2 },
      meta: { as_of: later(1_001).toISOString() },
    });
});

it('never answers what is older than five seconds while the database is there', async () => {
  test.now = later(0);
  await test.see([2, '2026-11-24', 1]);
  await total(2);
  await total(2);
  await test.see([2, '2026-11-24', 1]);
  test.now = later(5_001);
  expect((await total(2)).body).toMatchObject({ data: { views: 2 } });
});

it('answers 304 for the same numbers, read whenever', async () => {
  test.now = later(0);
  await test.see([3, '2026-11-24', 1]);
  const { headers } = await total(3);
  const etag = String(headers['etag']);
  expect(etag).toMatch(/^W\/"[\w-]+"$/);
  test.now = later(6_000);
  expect(await total(3, { 'if-none-match': etag })).toMatchObject({
    status: 304,
    text: '',
    headers: { etag, 'cache-control': 'private, max-age=2' },
  });
  await test.see([3, '2026-11-24', 1]);
  test.now = later(12_000);
  expect(await total(3, { 'if-none-match': etag })).toMatchObject({ status: 200 });
});

it('does not answer 304 on the next day, when the same numbers are those of other days', async () => {
  const path = `/posts/${uuid(3)}/views/summary?period=7d`;
  test.now = NOW;
  const { headers } = await test.get(path);
  const conditional = { 'x-internal-api-key': KEY, 'if-none-match': String(headers['etag']) };
  expect(await test.get(path, conditional)).toMatchObject({ status: 304 });
  test.now = new Date('2026-11-25T00:00:00Z');
  expect(await test.get(path, conditional)).toMatchObject({
    status: 200,
    body: { data: { current: 2 }, meta: { from: '2026-11-19', to: '2026-11-25' } },
  });
});

it('never answers 304 to a POST, nor lets anybody keep its answer', async () => {
  const body = { post_uuids: [uuid(3)] };
  const { status, headers } = await test.post('/posts/views/query', body, { 'if-none-match': '*' });
  expect({ status, cacheControl: headers['cache-control'] }).toEqual({
    status: 200,
    cacheControl: 'no-store',
  });
  expect(headers).not.toHaveProperty('etag');
});

it('lets callers keep for long what is over', async () => {
  test.now = NOW;
  const cacheControl = async (query: string) => {
    const { headers } = await test.get(`/posts/${uuid(1)}/views/daily${query}`);
    return headers['cache-control'];
  };
  expect(await cacheControl('')).toBe('private, max-age=2');
  expect(await cacheControl('?from=2026-11-01&to=2026-11-24')).toBe('private, max-age=2');
  expect(await cacheControl('?from=2026-11-01&to=2026-11-23')).toBe('private, max-age=60');
  expect(await cacheControl('?from=2026-11-01&to=2026-11-22')).toBe('private, max-age=3600');
});

it('does not take the numbers of one day for those of the next', async () => {
  await test.see([4, '2026-11-24', 5]);
  const path = `/posts/${uuid(4)}/views/daily?from=2026-11-24&to=2026-11-24`;
  test.now = NOW;
  for (const _ of [1, 2]) await test.get(path);
  expect((await test.get(path)).body.data).toEqual([
    { date: '2026-11-24', views: 5, partial: true },
  ]);
  test.now = new Date('2026-11-25T00:00:00Z');
  expect((await test.get(path)).body.data).toEqual([
    { date: '2026-11-24', views: 5, partial: false },
  ]);
});
