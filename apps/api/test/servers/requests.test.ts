import { type DatabaseClient, migrate, openDatabase, recordViews } from '@post-views/db';
import { createLog } from '@post-views/service';
import {
  createTcpProxy,
  createTestDatabase,
  type TcpProxy,
  type TestDatabase,
} from '@post-views/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { App } from '../../src/routes/route.ts';

const KEY = 'k-9e107d9d372bb682';
const uuid = (n: number) => `0b6f3a52-9f0c-4f5e-8a55-${n.toString(16).padStart(12, '0')}`;
const NOW = new Date('2026-11-24T23:59:59.500Z');

let database: TestDatabase;
let proxy: TcpProxy;
let db: DatabaseClient;
let app: App;
let logged: string;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await createTcpProxy(database.url);
  db = openDatabase({
    url: proxy.url,
    connections: 2,
    connectTimeoutMs: 1_000,
    statementTimeoutMs: 1_000,
  });
  await migrate(db, NOW);
  let id = 1000;
  const seen = (post: number, day: string, count: number) =>
    Array.from({ length: count }, () => ({
      eventId: uuid(id++),
      postUuid: uuid(post),
      viewedAt: Date.parse(`${day}T12:00:00Z`) / 1000,
      userId: null,
      ip: null,
      userAgent: null,
      referer: null,
    }));
  await recordViews(db, [
    ...seen(1, '2026-11-24', 3),
    ...seen(1, '2026-11-20', 2),
    ...seen(1, '2026-10-26', 1),
    ...seen(1, '2026-10-25', 4),
    ...Array.from({ length: 12 }, (_, index) => seen(20 - index, '2026-11-01', 2)).flat(),
  ]);
  app = await buildApp({
    db,
    log: createLog('api', 'info', {
      write: (line) => {
        logged += line;
      },
    }),
    apiKeys: [
      { name: 'panel', key: KEY },
      { name: 'dashboard', key: 'k-other' },
    ],
    now: () => NOW,
  });
});
afterAll(async () => {
  await app.close();
  await db.destroy();
  await proxy[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(() => {
  logged = '';
});

async function get(path: string, headers: Record<string, string> = { 'x-internal-api-key': KEY }) {
  const response = await app.inject({ url: `/api/v1${path}`, headers });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

const AS_OF = NOW.toISOString();

describe('GET /posts/{uuid}/views', () => {
  it('answers the total', async () => {
    expect(await get(`/posts/${uuid(1)}/views`)).toMatchObject({
      status: 200,
      body: {
        data: { post_uuid: uuid(1), views: 10 },
        meta: { period: 'all', granularity: 'total', timezone: 'UTC', as_of: AS_OF },
      },
    });
  });

  it('answers 0 for a post that nobody has seen', async () => {
    const { status, body } = await get(`/posts/${uuid(999)}/views`);
    expect({ status, data: body.data }).toEqual({
      status: 200,
      data: { post_uuid: uuid(999), views: 0 },
    });
  });

  it('takes the UUID in capitals too', async () => {
    const { body } = await get(`/posts/${uuid(1).toUpperCase()}/views`);
    expect(body.data).toEqual({ post_uuid: uuid(1), views: 10 });
  });
});

describe('GET /posts/{uuid}/views/daily', () => {
  it('answers 30 days up to today without a gap, today partial', async () => {
    const { status, body } = await get(`/posts/${uuid(1)}/views/daily`);
    expect(status).toBe(200);
    expect(body.meta).toEqual({
      from: '2026-10-26',
      to: '2026-11-24',
      granularity: 'day',
      timezone: 'UTC',
      as_of: AS_OF,
    });
    expect(body.data).toHaveLength(30);
    expect(body.data.at(0)).toEqual({ date: '2026-10-26', views: 1, partial: false });
    expect(body.data.at(-5)).toEqual({ date: '2026-11-20', views: 2, partial: false });
    expect(body.data.at(-1)).toEqual({ date: '2026-11-24', views: 3, partial: true });
    const sum = body.data.reduce((total: number, day: { views: number }) => total + day.views, 0);
    expect(sum).toBe(6);
  });

  it('answers zeros for a post that nobody has seen', async () => {
    const { body } = await get(`/posts/${uuid(999)}/views/daily`);
    expect(body.data.every((day: { views: number }) => day.views === 0)).toBe(true);
  });
});

describe('GET /posts/top', () => {
  it('answers the ten most seen, ties by UUID', async () => {
    const { status, body } = await get('/posts/top');
    expect(status).toBe(200);
    expect(body.meta).toEqual({ period: 'all', limit: 10, timezone: 'UTC', as_of: AS_OF });
    expect(body.data).toEqual([
      { rank: 1, post_uuid: uuid(1), views: 10 },
      ...Array.from({ length: 9 }, (_, index) => ({
        rank: index + 2,
        post_uuid: uuid(9 + index),
        views: 2,
      })),
    ]);
  });

  it.each([1, 100])('takes a limit of %i', async (limit) => {
    const { body } = await get(`/posts/top?limit=${limit}`);
    expect(body.meta.limit).toBe(limit);
    expect(body.data).toHaveLength(Math.min(limit, 13));
  });
});

describe('what is wrong with a request', () => {
  const LIMIT = 'must be a whole number from 1 to 100';

  it.each([
    ['/posts/top?limit=0', 'limit', LIMIT],
    ['/posts/top?limit=101', 'limit', LIMIT],
    ['/posts/top?limit=-1', 'limit', LIMIT],
    ['/posts/top?limit=1.5', 'limit', LIMIT],
    ['/posts/top?limit=', 'limit', LIMIT],
    ['/posts/top?limit=1&limit=2', 'limit', LIMIT],
    ['/posts/top?limit=99999999999999999999', 'limit', LIMIT],
    ['/posts/top?lmit=5', 'lmit', 'is not known here'],
    ['/posts/17/views', 'uuid', 'must be a UUID'],
    [`/posts/${uuid(1)}0/views/daily`, 'uuid', 'must be a UUID'],
    [`/posts/${uuid(1)}/views/daily?days=7`, 'days', 'is not known here'],
  ])('GET %s is answered 400 and names %s', async (path, field, detail) => {
    expect(await get(path)).toEqual({
      status: 400,
      headers: expect.objectContaining({
        'content-type': 'application/problem+json; charset=utf-8',
      }),
      body: {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: `${field}: ${detail}`,
        errors: [{ field, detail }],
      },
    });
  });

  it('is a path that does not exist: 404', async () => {
    expect(await get('/posts')).toMatchObject({ status: 404, body: { title: 'Not Found' } });
    expect((await app.inject('/')).json()).toMatchObject({ status: 404, title: 'Not Found' });
  });

  it('is a path that can not be decoded: 400', async () => {
    expect(await get('/posts/%zz/views')).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
      body: { title: 'Bad Request', status: 400 },
    });
  });
});

describe('the key', () => {
  it.each([
    ['missing', {}],
    ['empty', { 'x-internal-api-key': '' }],
    ['wrong', { 'x-internal-api-key': 'k-wrong' }],
    ['a part of one', { 'x-internal-api-key': KEY.slice(0, -1) }],
    ['in another header', { authorization: `Bearer ${KEY}` }],
  ])('is needed: %s is answered 401', async (_how, headers) => {
    for (const path of ['/posts/top', `/posts/${uuid(1)}/views`, '/nowhere']) {
      expect(await get(path, headers)).toMatchObject({
        status: 401,
        headers: {
          'content-type': 'application/problem+json; charset=utf-8',
          'www-authenticate': 'ApiKey realm="post-views"',
        },
        body: { title: 'Unauthorized', status: 401 },
      });
    }
  });

  it('may be any of several; the log says whose it was, and never shows it', async () => {
    expect(await get('/posts/top')).toMatchObject({ status: 200 });
    expect(await get('/posts/top', { 'x-internal-api-key': 'k-other' })).toMatchObject({
      status: 200,
    });
    const callers = logged
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).caller);
    expect(callers).toEqual(['panel', 'dashboard']);
    expect(logged).not.toContain(KEY);
  });
});

describe('when the database is away', () => {
  const away = {
    status: 503,
    headers: { 'retry-after': '2', 'content-type': 'application/problem+json; charset=utf-8' },
    body: { title: 'Service Unavailable', detail: 'the database can not be asked at the moment' },
  };

  it('answers 503 with Retry-After, tells nothing of the inside, and recovers', async () => {
    await proxy.cut();
    expect(await get('/posts/top')).toMatchObject(away);
    expect(logged).toContain('"event":"request_failed"');
    expect(logged).not.toMatch(/127\.0\.0\.1|select|"stack"/);
    await proxy.restore();
    await expect.poll(() => get('/posts/top'), { timeout: 5_000 }).toMatchObject({ status: 200 });
  });

  it('answers so too when it keeps silent', async () => {
    await get('/posts/top');
    proxy.freeze();
    expect(await get('/posts/top')).toMatchObject(away);
    await proxy.restore();
    await expect.poll(() => get('/posts/top'), { timeout: 5_000 }).toMatchObject({ status: 200 });
  });

  it('answers so too when its tables are missing', async () => {
    await database.query('RENAME TABLE post_view_totals TO elsewhere');
    expect(await get('/posts/top')).toMatchObject(away);
    await database.query('RENAME TABLE elsewhere TO post_view_totals');
  });
});
