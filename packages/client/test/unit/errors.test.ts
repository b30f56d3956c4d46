import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ApiError, createClient, NetworkError, TimeoutError } from '../../src/index.ts';
import { fakeApi, KEY, ok, POST, problem } from '../fake-api.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };
const html = (status: number) =>
  new Response('<h1>Hello</h1>', { status, headers: { 'content-type': 'text/html' } });

describe('an error', () => {
  it('has what the API says of the request', async () => {
    const errors = [{ field: 'limit', detail: 'must be a whole number from 1 to 100' }];
    const detail = 'limit: must be a whole number from 1 to 100';
    const { views } = fakeApi([problem(400, { detail, errors })]);
    const error = await views.getTopPosts({ limit: 0 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      code: 'API_ERROR',
      message: `the answer is 400: ${detail}`,
      status: 400,
      fieldErrors: errors,
      problem: { type: 'about:blank', title: 'A title', status: 400, detail, errors },
    });
  });

  it.each([
    ['a page of a proxy', html(403), 'the answer is 403'],
    ['a page of something else', html(200), 'the answer is 200: it is not application/json'],
    [
      'a problem that is cut off',
      new Response('{"ti', {
        status: 500,
        headers: { 'content-type': 'application/problem+json' },
      }),
      'the answer is 500',
    ],
  ])('tells of %s', async (_what, answer, message) => {
    const { views } = fakeApi([answer]);
    await expect(views.getStats()).rejects.toMatchObject({
      code: 'API_ERROR',
      message,
      problem: undefined,
      fieldErrors: [],
    });
  });

  it.each([
    ['a connection that is lost', new TypeError('fetch failed'), /fetch failed/],
    ['JSON that is cut off', new Response('{"da', { headers: JSON_HEADERS }), /JSON/],
    ['an answer without a body', new Response(null, { headers: JSON_HEADERS }), /empty|JSON/],
  ])('has the cause of an answer that is not complete: %s', async (_what, answer, cause) => {
    const { views } = fakeApi([answer], { retries: 0 });
    await expect(views.getStats()).rejects.toMatchObject({
      code: 'NETWORK_ERROR',
      message: 'no complete answer',
      cause: { message: expect.stringMatching(cause) },
    });
  });

  it('tells of a redirect, which is not followed, since the key would go along', async () => {
    const { views, requests } = fakeApi([
      new Response(null, { status: 302, headers: { location: 'http://elsewhere' } }),
    ]);
    await expect(views.getStats()).rejects.toMatchObject({ status: 302 });
    expect(requests[0]?.redirect).toBe('manual');
  });

  it('never shows the key', async () => {
    const lost = new TypeError('fetch failed');
    const calls = [
      fakeApi([problem(400)]),
      fakeApi([problem(503)], { retries: 0 }),
      fakeApi([html(200)]),
      fakeApi([lost], { retries: 0 }),
      fakeApi(['silence'], { timeoutMs: 1 }),
    ];
    const errors = await Promise.all(
      calls.map(({ views }) => views.getStats().catch((error: unknown) => error)),
    );
    expect(errors.map((error) => (error as Error).constructor)).toEqual([
      ApiError,
      ApiError,
      ApiError,
      NetworkError,
      TimeoutError,
    ]);
    const shown = inspect([errors, calls.map(({ views }) => views)], {
      depth: null,
      showHidden: true,
    });
    expect(shown + JSON.stringify(errors)).not.toContain(KEY);
  });
});

describe('an invalid option', () => {
  it.each([
    ['baseUrl', { baseUrl: 'views.internal' }],
    ['baseUrl', { baseUrl: 'ftp://views.internal' }],
    ['baseUrl', { baseUrl: 'http://user:secret@views.internal' }],
    ['baseUrl', { baseUrl: 'http://views.internal?secret' }],
    ['apiKey', { apiKey: '' }],
    ['apiKey', { apiKey: 'secret key' }],
    ['apiKey', { apiKey: 'secret\n' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
    ['timeoutMs', { timeoutMs: 2 ** 31 }],
    ['retries', { retries: -1 }],
    ['retries', { retries: 0.5 }],
  ])('is refused by its name: %s', (name, wrong) => {
    const create = () => createClient({ baseUrl: 'http://views.internal', apiKey: KEY, ...wrong });
    expect(create).toThrow(TypeError);
    expect(create).toThrow(name);
    expect(create).not.toThrow(/secret|internal/);
  });
});

describe('a request', () => {
  it('goes to the API under its address, with the key', async () => {
    const { views, requests } = fakeApi([ok()], { baseUrl: 'https://gateway/post-views/' });
    await views.getTopPosts({ limit: 5, period: '7d' });
    const [request] = requests;
    expect(request?.url).toBe('https://gateway/post-views/api/v1/posts/top?limit=5&period=7d');
    expect(request?.headers.get('x-internal-api-key')).toBe(KEY);
  });

  it('is never answered from a cache, as Next.js would otherwise', async () => {
    const { views, requests } = fakeApi([ok(), ok(), ok()]);
    await views.getStats();
    await views.getTotalsOfPosts([POST]);
    await views.getDailyViews(POST);
    expect(requests.map(({ cache }) => cache)).toEqual(Array(3).fill('no-store'));
  });

  it('cannot leave its path', async () => {
    const { views, requests } = fakeApi([ok()]);
    await views.getTotalViews('../../v1/stats?x=#');
    expect(requests[0]?.url).toBe(
      'http://views.internal/api/v1/posts/..%2F..%2Fv1%2Fstats%3Fx%3D%23/views',
    );
  });
});
