import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMON, openSeenApp } from '../../open-seen-app.ts';
import { type TestApp, uuid } from '../../open-test-app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await openSeenApp();
});
afterAll(() => test[Symbol.asyncDispose]());

describe('GET /posts/{uuid}/views', () => {
  it('answers the total', async () => {
    expect(await test.get(`/posts/${uuid(1)}/views`)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: {
        data: { post_uuid: uuid(1), views: 10 },
        meta: { period: 'all', granularity: 'total', ...COMMON },
      },
    });
  });

  it('answers 0 for a post that nobody has seen', async () => {
    const { status, body } = await test.get(`/posts/${uuid(999)}/views`);
    expect({ status, data: body.data }).toEqual({
      status: 200,
      data: { post_uuid: uuid(999), views: 0 },
    });
  });

  it('takes the UUID in capitals too', async () => {
    const { body } = await test.get(`/posts/${uuid(1).toUpperCase()}/views`);
    expect(body.data).toEqual({ post_uuid: uuid(1), views: 10 });
  });

  it('answers the views of some days, the first and the last among them', async () => {
    const { body } = await test.get(`/posts/${uuid(1)}/views?from=2026-10-26&to=2026-11-20`);
    expect(body).toEqual({
      data: { post_uuid: uuid(1), views: 3 },
      meta: { from: '2026-10-26', to: '2026-11-20', granularity: 'total', ...COMMON },
    });
  });
});
