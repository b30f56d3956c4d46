import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMON, openSeenApp } from '../../open-seen-app.ts';
import { type TestApp, uuid } from '../../open-test-app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await openSeenApp();
});
afterAll(() => test[Symbol.asyncDispose]());

describe('GET /posts/{uuid}/views/summary', () => {
  it('holds the last days against as many before', async () => {
    expect((await test.get(`/posts/${uuid(2)}/views/summary?period=7d`)).body).toEqual({
      data: { post_uuid: uuid(2), current: 6, previous: 4, change: 0.5 },
      meta: {
        period: '7d',
        from: '2026-11-18',
        to: '2026-11-24',
        previous_from: '2026-11-11',
        previous_to: '2026-11-17',
        ...COMMON,
      },
    });
  });

  it('tells no change when there was nothing before; a month unless asked otherwise', async () => {
    const { body } = await test.get(`/posts/${uuid(2)}/views/summary`);
    expect(body.data).toEqual({ post_uuid: uuid(2), current: 10, previous: 0, change: null });
    expect(body.meta).toMatchObject({
      period: '30d',
      from: '2026-10-26',
      previous_to: '2026-10-25',
    });
  });
});
