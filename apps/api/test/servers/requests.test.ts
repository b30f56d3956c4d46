import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, NOW, openTestApp, type TestApp, uuid } from '../open-test-app.ts';

const AS_OF = NOW.toISOString();
const common = { timezone: 'UTC', as_of: AS_OF };

let test: TestApp;

beforeAll(async () => {
  test = await openTestApp();
  await test.see(
    [1, '2026-11-24', 3],
    [1, '2026-11-20', 2],
    [1, '2026-10-26', 1],
    [1, '2026-10-25', 4],
    ...Array.from({ length: 12 }, (_, index) => [20 - index, '2026-11-01', 2] as const),
  );
});
afterAll(() => test[Symbol.asyncDispose]());

const get: TestApp['get'] = (...request) => test.get(...request);

describe('GET /posts/{uuid}/views', () => {
  it('answers the total', async () => {
    expect(await get(`/posts/${uuid(1)}/views`)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: {
        data: { post_uuid: uuid(1), views: 10 },
        meta: { period: 'all', granularity: 'total', ...common },
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

  it('answers the views of some days, the first and the last among them', async () => {
    const { body } = await get(`/posts/${uuid(1)}/views?from=2026-10-26&to=2026-11-20`);
    expect(body).toEqual({
      data: { post_uuid: uuid(1), views: 3 },
      meta: { from: '2026-10-26', to: '2026-11-20', granularity: 'total', ...common },
    });
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
      ...common,
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

  it('answers as many days as asked, or those from one to another', async () => {
    const last = await get(`/posts/${uuid(1)}/views/daily?days=1`);
    expect(last.body.data).toEqual([{ date: '2026-11-24', views: 3, partial: true }]);
    const year = await get(`/posts/${uuid(1)}/views/daily?days=366`);
    expect(year.body.data).toHaveLength(366);
    const some = await get(`/posts/${uuid(1)}/views/daily?from=2026-10-25&to=2026-10-26`);
    expect(some.body.data).toEqual([
      { date: '2026-10-25', views: 4, partial: false },
      { date: '2026-10-26', views: 1, partial: false },
    ]);
  });

  it('answers as CSV and as a sparkline, to whoever likes that best', async () => {
    const path = `/posts/${uuid(1)}/views/daily?days=2`;
    const as = (accept: string) => get(path, { 'x-internal-api-key': KEY, accept });
    expect(await as('text/csv')).toMatchObject({
      headers: { 'content-type': 'text/csv; charset=utf-8; header=present', vary: 'accept' },
      text: 'date,views,partial\r\n2026-11-23,0,false\r\n2026-11-24,3,true\r\n',
    });
    const sparkline = await as('image/svg+xml, */*;q=0.1');
    expect(sparkline.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(sparkline.text).toContain('3 views from 2026-11-23 to 2026-11-24');
    for (const accept of [
      'application/json',
      '*/*',
      'text/html, */*;q=0.8',
      'text/csv;q=0.5, application/*',
    ]) {
      expect((await as(accept)).body.data).toHaveLength(2);
    }
    expect(await as('text/html')).toMatchObject({
      status: 406,
      body: { detail: 'Accept must allow application/json or text/csv or image/svg+xml' },
    });
  });
});

describe('GET /posts/{uuid}/views/summary', () => {
  it('holds the last days against as many before', async () => {
    await test.see([2, '2026-11-24', 6], [2, '2026-11-17', 3], [2, '2026-11-11', 1]);
    expect((await get(`/posts/${uuid(2)}/views/summary?period=7d`)).body).toEqual({
      data: { post_uuid: uuid(2), current: 6, previous: 4, change: 0.5 },
      meta: {
        period: '7d',
        from: '2026-11-18',
        to: '2026-11-24',
        previous_from: '2026-11-11',
        previous_to: '2026-11-17',
        ...common,
      },
    });
  });

  it('tells no change when there was nothing before; a month unless asked otherwise', async () => {
    const { body } = await get(`/posts/${uuid(2)}/views/summary`);
    expect(body.data).toEqual({ post_uuid: uuid(2), current: 10, previous: 0, change: null });
    expect(body.meta).toMatchObject({
      period: '30d',
      from: '2026-10-26',
      previous_to: '2026-10-25',
    });
  });
});

describe('POST /posts/views/query', () => {
  const query = (body: unknown) => test.post('/posts/views/query', body);
  const posts = [uuid(999), uuid(1), uuid(20).toUpperCase(), uuid(1)];

  it('answers totals in the order asked, 0 for a post that nobody has seen', async () => {
    expect(await query({ post_uuids: posts })).toMatchObject({
      status: 200,
      body: {
        data: [
          { post_uuid: uuid(999), views: 0 },
          { post_uuid: uuid(1), views: 10 },
          { post_uuid: uuid(20), views: 2 },
          { post_uuid: uuid(1), views: 10 },
        ],
        meta: { period: 'all', granularity: 'total', ...common },
      },
    });
  });

  it('answers the views of some days', async () => {
    const { body } = await query({ post_uuids: posts, from: '2026-11-01', to: '2026-11-20' });
    expect(body.data.map(({ views }: { views: number }) => views)).toEqual([0, 2, 2, 2]);
    expect(body.meta).toEqual({
      from: '2026-11-01',
      to: '2026-11-20',
      granularity: 'total',
      ...common,
    });
  });

  it('answers each day, of the last 30 unless asked otherwise', async () => {
    const { body } = await query({ post_uuids: [uuid(20), uuid(1)], granularity: 'day' });
    expect(body.data.map((post: { days: object[] }) => post.days.length)).toEqual([30, 30]);
    const days = { from: '2026-11-23', to: '2026-11-24', granularity: 'day' };
    expect((await query({ post_uuids: [uuid(20), uuid(1)], ...days })).body).toEqual({
      data: [
        {
          post_uuid: uuid(20),
          days: [
            { date: '2026-11-23', views: 0, partial: false },
            { date: '2026-11-24', views: 0, partial: true },
          ],
        },
        {
          post_uuid: uuid(1),
          days: [
            { date: '2026-11-23', views: 0, partial: false },
            { date: '2026-11-24', views: 3, partial: true },
          ],
        },
      ],
      meta: { ...days, ...common },
    });
  });

  it('takes 500 posts', async () => {
    const many = Array.from({ length: 500 }, (_, index) => uuid(index));
    const { status, body } = await query({ post_uuids: many, granularity: 'day' });
    expect({ status, posts: body.data.length }).toEqual({ status: 200, posts: 500 });
  });

  it.each([
    [{}, 'post_uuids', 'must be an array of UUIDs'],
    [{ post_uuids: [] }, 'post_uuids', 'must have from 1 to 500 UUIDs'],
    [{ post_uuids: Array(501).fill(uuid(1)) }, 'post_uuids', 'must have from 1 to 500 UUIDs'],
    [{ post_uuids: [uuid(1), 'x'] }, 'post_uuids.1', 'must be a UUID'],
    [{ post_uuids: [uuid(1)], granularity: 'hour' }, 'granularity', 'must be total or day'],
    [{ post_uuids: [uuid(1)], from: '2026-11-01' }, 'to', 'is required with from'],
    [{ post_uuids: [uuid(1)], days: 7 }, 'days', 'is not a known parameter'],
    [
      {
        post_uuids: Array(55).fill(uuid(1)),
        granularity: 'day',
        from: '2025-11-24',
        to: '2026-11-24',
      },
      'post_uuids',
      'must have at most 54 UUIDs for 366 days by day',
    ],
    ['[]', 'body', 'must be a JSON object'],
    ['null', 'body', 'must be a JSON object'],
  ])('refuses %j', async (body, field, detail) => {
    expect(await query(body)).toMatchObject({ status: 400, body: { errors: [{ field, detail }] } });
  });

  it.each([
    ['{"post_uuids":', 400],
    ['', 400],
    [JSON.stringify({ post_uuids: ['x'.repeat(70_000)] }), 413],
  ])('refuses a body that is no JSON, or too large: %.20s', async (body, status) => {
    expect(await query(body)).toMatchObject({ status, body: { status } });
  });
});

describe('GET /posts/top', () => {
  const ranked = (rank: number, post: number, views: number) => ({
    rank,
    post_uuid: uuid(post),
    views,
  });

  it('answers the ten most seen, ties by UUID', async () => {
    const { status, body } = await get('/posts/top');
    expect(status).toBe(200);
    expect(body.meta).toEqual({ period: 'all', limit: 10, offset: 0, ...common });
    expect(body.data.slice(0, 3)).toEqual([ranked(1, 1, 10), ranked(2, 2, 10), ranked(3, 9, 2)]);
    expect(body.data).toHaveLength(10);
  });

  it('answers the ranks after an offset, and none after the last', async () => {
    const { body } = await get('/posts/top?offset=1&limit=2');
    expect(body.data).toEqual([ranked(2, 2, 10), ranked(3, 9, 2)]);
    expect((await get('/posts/top?offset=1000')).body.data).toEqual([]);
  });

  it.each([
    [
      'today',
      { from: '2026-11-24', to: '2026-11-24' },
      [
        [2, 6],
        [1, 3],
      ],
    ],
    [
      '7d',
      { from: '2026-11-18', to: '2026-11-24' },
      [
        [2, 6],
        [1, 5],
      ],
    ],
    [
      '30d',
      { from: '2026-10-26', to: '2026-11-24' },
      [
        [2, 10],
        [1, 6],
      ],
    ],
  ] as const)('answers those of %s', async (period, range, top) => {
    const { body } = await get(`/posts/top?period=${period}&limit=2`);
    expect(body).toEqual({
      data: top.map(([post, views], index) => ranked(index + 1, post, views)),
      meta: { period, ...range, limit: 2, offset: 0, ...common },
    });
  });

  it('answers those of some days, also as CSV', async () => {
    const path = '/posts/top?from=2026-10-25&to=2026-10-26';
    expect((await get(path)).body.data).toEqual([ranked(1, 1, 5)]);
    const csv = await get(path, { 'x-internal-api-key': KEY, accept: 'text/csv' });
    expect(csv.text).toBe(`rank,post_uuid,views\r\n1,${uuid(1)},5\r\n`);
  });
});

describe('GET /posts/trending', () => {
  it('answers the largest increases, of posts with enough views', async () => {
    const { body } = await get('/posts/trending?min_views=5');
    expect(body).toEqual({
      data: [
        { rank: 1, post_uuid: uuid(1), current: 5, previous: 0, increase: 5 },
        { rank: 2, post_uuid: uuid(2), current: 6, previous: 4, increase: 2 },
      ],
      meta: {
        period: '7d',
        from: '2026-11-18',
        to: '2026-11-24',
        previous_from: '2026-11-11',
        previous_to: '2026-11-17',
        limit: 10,
        min_views: 5,
        ...common,
      },
    });
    expect((await get('/posts/trending?min_views=6')).body.data).toHaveLength(1);
    expect((await get('/posts/trending')).body.data).toEqual([]);
  });
});

describe('GET /stats', () => {
  it('answers what there is altogether', async () => {
    expect((await get('/stats')).body).toEqual({
      data: {
        posts: 14,
        views: 44,
        views_today: 9,
        newest_event_at: '2026-11-24T12:00:00.000Z',
        oldest_raw_day: '2026-10-25',
      },
      meta: common,
    });
  });
});

describe('the document', () => {
  it('is served to anybody, and names every request', async () => {
    const response = await test.app.inject('/openapi.json');
    const { openapi, paths } = response.json();
    expect({ status: response.statusCode, openapi, paths: Object.keys(paths) }).toEqual({
      status: 200,
      openapi: '3.1.1',
      paths: [
        '/api/v1/posts/{uuid}/views',
        '/api/v1/posts/{uuid}/views/daily',
        '/api/v1/posts/{uuid}/views/summary',
        '/api/v1/posts/views/query',
        '/api/v1/posts/top',
        '/api/v1/posts/trending',
        '/api/v1/stats',
      ],
    });
  });
});
