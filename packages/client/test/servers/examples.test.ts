import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorPanel } from '../../examples/express-author-panel.ts';
import type { PostViewsClient } from '../../src/index.ts';
import { dayBefore, openApi, type RunningApi, uuid } from '../open-api.ts';

let api: RunningApi;

beforeAll(async () => {
  api = await openApi([1, 0, 3]);
});
afterAll(() => api[Symbol.asyncDispose]());

/** What the panel answers for an author of so many posts. */
async function ask(views: PostViewsClient, posts: number): Promise<unknown> {
  const written = Array.from({ length: posts }, (_, n) => ({ uuid: uuid(n + 1), title: `${n}` }));
  const answers: unknown[] = [];
  let status = 200;
  const response = {
    on: () => undefined,
    status(code: number) {
      status = code;
      return response;
    },
    json: (body: unknown) => void answers.push({ status, body }),
  };
  await authorPanel(views, async () => written)({ params: { author: 'ann' } }, response);
  return answers[0];
}

describe('the panel in Express', () => {
  it('has the days of each post', async () => {
    expect(await ask(api.views, 2)).toMatchObject({
      status: 200,
      body: {
        posts: [
          {
            title: '0',
            days: expect.arrayContaining([{ date: dayBefore(0), views: 3, partial: true }]),
          },
          { title: '1', days: expect.any(Array) },
        ],
        asOf: expect.any(String),
      },
    });
  });

  it('needs no numbers where there are no posts', async () => {
    expect(await ask(api.views, 0)).toEqual({ status: 200, body: { posts: [] } });
  });

  it('does without when there are none at the moment', async () => {
    const nobody = api.client({ baseUrl: 'http://127.0.0.1:1', retries: 0 });
    expect(await ask(nobody, 1)).toMatchObject({ status: 503 });
  });

  it('does not hide that the key is wrong', async () => {
    await expect(ask(api.client({ apiKey: 'k-wrong' }), 1)).rejects.toMatchObject({ status: 401 });
  });
});
