import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMON, openSeenApp } from '../../open-seen-app.ts';
import { KEY, type TestApp, uuid } from '../../open-test-app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await openSeenApp();
});
afterAll(() => test[Symbol.asyncDispose]());

describe('GET /posts/top', () => {
  const ranked = (rank: number, post: number, views: number) => ({
    rank,
    post_uuid: uuid(post),
    views,
  });

  it('answers the ten most seen, ties by UUID', async () => {
    const { status, body } = await test.get('/posts/top');
    expect(status).toBe(200);
    expect(body.meta).toEqual({ period: 'all', limit: 10, offset: 0, ...COMMON });
    expect(body.data.slice(0, 3)).toEqual([ranked(1, 1, 10), ranked(2, 2, 10), ranked(3, 9, 2)]);
    expect(body.data).toHaveLength(10);
  });

  it('answers the ranks after an offset, and none after the last', async () => {
    const { body } = await test.get('/posts/top?offset=1&limit=2');
    expect(body.data).toEqual([ranked(2, 2, 10), ranked(3, 9, 2)]);
    expect((await test.get('/posts/top?offset=1000')).body.data).toEqual([]);
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
    const { body } = await test.get(`/posts/top?period=${period}&limit=2`);
    expect(body).toEqual({
      data: top.map(([post, views], index) => ranked(index + 1, post, views)),
      meta: { period, ...range, limit: 2, offset: 0, ...COMMON },
    });
  });

  it('answers those of some days, also as CSV', async () => {
    const path = '/posts/top?from=2026-10-25&to=2026-10-26';
    expect((await test.get(path)).body.data).toEqual([ranked(1, 1, 5)]);
    const csv = await test.get(path, { 'x-internal-api-key': KEY, accept: 'text/csv' });
    expect(csv.text).toBe(`rank,post_uuid,views\r\n1,${uuid(1)},5\r\n`);
  });
});
