import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KEY, openTestApp, type TestApp, uuid } from '../open-test-app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await openTestApp();
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(() => {
  test.logged = '';
});

const get: TestApp['get'] = (...request) => test.get(...request);
const PROBLEM = {
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
};

describe('what is wrong with a request', () => {
  const LIMIT = 'must be a whole number from 1 to 100';
  const DAY = 'must be a day, YYYY-MM-DD';
  const views = `/posts/${uuid(1)}/views`;

  it.each([
    ['/posts/top?limit=0', 'limit', LIMIT],
    ['/posts/top?limit=101', 'limit', LIMIT],
    ['/posts/top?limit=-1', 'limit', LIMIT],
    ['/posts/top?limit=1.5', 'limit', LIMIT],
    ['/posts/top?limit=', 'limit', LIMIT],
    ['/posts/top?limit=1&limit=2', 'limit', LIMIT],
    ['/posts/top?limit=99999999999999999999', 'limit', LIMIT],
    ['/posts/top?offset=1001', 'offset', 'must be a whole number from 0 to 1000'],
    ['/posts/top?lmit=5', 'lmit', 'is not a known parameter'],
    ['/posts/top?=5', '(no name)', 'is not a known parameter'],
    ['/posts/top?period=1d', 'period', 'must be one of all, today, 7d, 30d'],
    [
      '/posts/top?period=7d&from=2026-11-01&to=2026-11-02',
      'period',
      'cannot be combined with from and to',
    ],
    ['/posts/trending?min_views=0', 'min_views', 'must be a whole number from 1 to 1000000'],
    ['/posts/17/views', 'uuid', 'must be a UUID'],
    [`/posts/${uuid(1)}0/views/daily`, 'uuid', 'must be a UUID'],
    [`${views}?from=2026-11-01`, 'to', 'is required with from'],
    [`${views}?from=2026-02-30&to=2026-11-02`, 'from', DAY],
    [`${views}?from=2026-11-01T00:00:00Z&to=2026-11-02`, 'from', DAY],
    [`${views}?from=1999-12-31&to=2000-01-01`, 'from', 'must not be before 2000-01-01'],
    [`${views}?from=2026-11-24&to=2026-11-25`, 'to', 'must not be after today, 2026-11-24 (UTC)'],
    [`${views}/daily?days=7&from=2026-11-01`, 'days', 'cannot be combined with from'],
    [`${views}/daily?days=367`, 'days', 'must be a whole number from 1 to 366'],
    [`${views}/summary?period=1y`, 'period', 'must be one of 7d, 30d, 90d'],
    ['/stats?from=2026-11-01', 'from', 'is not a known parameter'],
  ])('GET %s is answered 400 and names %s', async (path, field, detail) => {
    expect(await get(path)).toMatchObject({
      status: 400,
      headers: PROBLEM,
      body: {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: `${field}: ${detail}`,
        errors: [{ field, detail }],
      },
    });
  });

  it('is told of several fields at once', async () => {
    const { body } = await get('/posts/top?limit=0&offset=x');
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['limit', 'offset']);
  });

  it('is a path that does not exist: 404', async () => {
    expect(await get('/posts')).toMatchObject({
      status: 404,
      headers: PROBLEM,
      body: { title: 'Not Found' },
    });
    const outside = await test.app.inject('/');
    expect(outside.headers).toMatchObject(PROBLEM);
    expect(outside.json()).toMatchObject({ status: 404, title: 'Not Found' });
  });

  it('is a path that cannot be decoded: 400', async () => {
    expect(await get('/posts/%zz/views')).toMatchObject({
      status: 400,
      headers: PROBLEM,
      body: { title: 'Bad Request', status: 400 },
    });
  });

  it.each(['text/xml', 'text/plain'])('is a body that is %s: 415', async (contentType) => {
    const response = await test.app.inject({
      method: 'POST',
      url: '/api/v1/posts/views/query',
      headers: { 'x-internal-api-key': KEY, 'content-type': contentType },
      payload: '<post/>',
    });
    expect({ status: response.statusCode, type: response.headers['content-type'] }).toEqual({
      status: 415,
      type: PROBLEM['content-type'],
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
    for (const path of ['/posts/top', `/posts/${uuid(1)}/views`, '/stats', '/nowhere']) {
      expect(await get(path, headers)).toMatchObject({
        status: 401,
        headers: { ...PROBLEM, 'www-authenticate': 'ApiKey realm="post-views"' },
        body: { title: 'Unauthorized', status: 401 },
      });
    }
  });

  it('may be any of several; the log says whose it was, and never shows it', async () => {
    expect(await get('/posts/top')).toMatchObject({ status: 200 });
    expect(await get('/posts/top', { 'x-internal-api-key': 'k-other' })).toMatchObject({
      status: 200,
    });
    const callers = test.logged
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).caller);
    expect(callers).toEqual(['panel', 'dashboard']);
    expect(test.logged).not.toContain(KEY);
  });
});
