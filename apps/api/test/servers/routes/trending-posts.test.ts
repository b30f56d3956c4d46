import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMON, openSeenApp } from '../../open-seen-app.ts';
import { type TestApp, uuid } from '../../open-test-app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await openSeenApp();
});
afterAll(() => test[Symbol.asyncDispose]());

describe('GET /posts/trending', () => {
  it('answers the largest increases, of posts with enough views', async () => {
    const { body } = await test.get('/posts/trending?min_views=5');
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
        ...COMMON,
      },
    });
    expect((await test.get('/posts/trending?min_views=6')).body.data).toHaveLength(1);
    expect((await test.get('/posts/trending')).body.data).toEqual([]);
  });
});
