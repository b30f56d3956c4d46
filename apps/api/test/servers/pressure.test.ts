import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CACHE, PLACES } from '../../src/limits.ts';
import { KEY, NOW, openTestApp, type TestApp, uuid } from '../open-test-app.ts';

const WAIT = { timeout: 10_000, interval: 10 };
let test: TestApp | undefined;

afterEach(() => test?.[Symbol.asyncDispose]());

const PROBLEM = 'application/problem+json; charset=utf-8';

describe('more requests than are worked on at a time', () => {
  it('wait for a second, and are answered 503 then; all is well as soon as there is room', async () => {
    test = await openTestApp({ maxInFlight: 2, statementTimeoutMs: 5_000 });
    const api = test;
    const total = (post: number) => api.get(`/posts/${uuid(post)}/views`);
    await total(1);
    api.proxy.freeze();
    const atWork = [total(1), total(2)];
    await new Promise(setImmediate);
    api.logged = '';
    const beganAt = performance.now();
    for (const answer of await Promise.all([3, 4, 5].map(total))) {
      expect(answer).toMatchObject({
        status: 503,
        headers: { 'retry-after': '1', 'content-type': PROBLEM },
        body: { detail: 'too many requests in flight' },
      });
    }
    // By another clock than that of timers, which may be a millisecond ahead of it.
    expect(performance.now() - beganAt).toBeGreaterThan(PLACES.maxWaitMs - 10);
    // A line each would cost most when there is least time.
    expect(api.logged).toBe('');
    await api.proxy.restore();
    await Promise.all(atWork);
    await expect.poll(() => total(3), WAIT).toMatchObject({ status: 200 });
  });

  it('are not those that the cache can answer', async () => {
    test = await openTestApp({ maxInFlight: 1, statementTimeoutMs: 5_000 });
    const api = test;
    const total = (post: number) => api.get(`/posts/${uuid(post)}/views`);
    await total(1);
    await total(1);
    await api.database.query('LOCK TABLES post_view_totals WRITE');
    const waiting = [total(2), total(3)];
    expect(await total(1)).toMatchObject({ status: 200 });
    await api.database.query('UNLOCK TABLES');
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('get an older answer, where there is one, rather than wait for long', async () => {
    test = await openTestApp({ maxInFlight: 1, statementTimeoutMs: 5_000 });
    const api = test;
    const total = (post: number) => api.get(`/posts/${uuid(post)}/views`);
    await total(1);
    await total(1);
    api.now = new Date(NOW.getTime() + CACHE.staleWhileRevalidateMs + 1_000);
    await api.database.query('LOCK TABLES post_view_totals WRITE');
    const atWork = total(2);
    expect(await total(1)).toMatchObject({ status: 200, body: { meta: { stale: true } } });
    await api.database.query('UNLOCK TABLES');
    expect(await atWork).toMatchObject({ status: 200 });
  });

  it('leave places to posts when they all ask for what is slow', async () => {
    test = await openTestApp({ maxInFlight: 4 });
    const api = test;
    await api.database.query('LOCK TABLES post_view_aggregates WRITE');
    const list = (limit: number) => api.get(`/posts/top?period=7d&limit=${limit}`);
    const waiting = list(1);
    await expect
      .poll(() => list(2), WAIT)
      .toMatchObject({
        status: 503,
        headers: { 'retry-after': '1' },
        body: { detail: 'too many requests in flight' },
      });
    for (const path of ['/posts/trending', '/stats']) {
      expect(await api.get(path)).toMatchObject({ status: 503 });
    }
    for (const path of [`/posts/${uuid(1)}/views`, '/posts/top']) {
      expect(await api.get(path)).toMatchObject({ status: 200 });
    }
    await api.database.query('UNLOCK TABLES');
    await waiting;
    await expect.poll(() => list(2), WAIT).toMatchObject({ status: 200 });
  });

  it('are not those whose body is still on its way', async () => {
    test = await openTestApp({ maxInFlight: 1 });
    const api = test;
    await api.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = api.app.server.address() as AddressInfo;
    const slow = request({
      port,
      method: 'POST',
      path: '/api/v1/posts/views/query',
      headers: {
        'x-internal-api-key': KEY,
        'content-type': 'application/json',
        'content-length': 1_000,
      },
    });
    const connected = Promise.withResolvers<void>();
    slow.on('socket', (socket) => socket.once('connect', connected.resolve));
    slow.on('error', () => undefined);
    slow.write('{"post_uuids":');
    await connected.promise;
    await expect.poll(() => connections(api), WAIT).toBe(1);
    expect(await api.get('/posts/top')).toMatchObject({ status: 200 });
    slow.destroy();
    await expect.poll(() => connections(api), WAIT).toBe(0);
  });
});

describe('RATE_LIMIT', () => {
  it('refuses a caller who asks too often, and nobody else', async () => {
    test = await openTestApp({ rateLimit: 2 });
    const api = test;
    const ask = (key: string) => api.get('/posts/top', { 'x-internal-api-key': key });
    expect(await ask(KEY)).toMatchObject({
      status: 200,
      headers: { 'ratelimit-limit': '2', 'ratelimit-remaining': '1' },
    });
    await ask(KEY);
    expect(await ask(KEY)).toMatchObject({
      status: 429,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/), 'content-type': PROBLEM },
      body: { title: 'Too Many Requests', status: 429 },
    });
    expect(await ask('k-other')).toMatchObject({ status: 200 });
    expect(await ask('k-wrong')).toMatchObject({ status: 401 });
  });

  it('is that of a caller, by whichever key, and counts what no route answers', async () => {
    test = await openTestApp({
      rateLimit: 2,
      apiKeys: [
        { name: 'panel', key: 'k-new' },
        { name: 'panel', key: 'k-old' },
      ],
    });
    const api = test;
    const ask = (path: string, key: string) => api.get(path, { 'x-internal-api-key': key });
    expect(await ask('/nowhere', 'k-old')).toMatchObject({
      status: 404,
      headers: { 'ratelimit-remaining': '1' },
    });
    expect(await ask('/posts/top', 'k-new')).toMatchObject({ status: 200 });
    expect(await ask('/posts/top', 'k-old')).toMatchObject({ status: 429 });
    expect(await ask('/nowhere', 'k-new')).toMatchObject({ status: 429 });
  });

  it('is off unless it is set', async () => {
    test = await openTestApp();
    const api = test;
    const answers = await Promise.all(Array.from({ length: 200 }, () => api.get('/posts/top')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers[0]?.headers).not.toHaveProperty('ratelimit-limit');
  });
});

function connections(api: TestApp): Promise<number> {
  return new Promise((resolve, reject) => {
    api.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
