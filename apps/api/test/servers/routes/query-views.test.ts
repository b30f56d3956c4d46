import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMON, openSeenApp } from '../../open-seen-app.ts';
import { type TestApp, uuid } from '../../open-test-app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await openSeenApp();
});
afterAll(() => test[Symbol.asyncDispose]());

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
        meta: { period: 'all', granularity: 'total', ...COMMON },
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
      ...COMMON,
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
      meta: { ...days, ...COMMON },
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
