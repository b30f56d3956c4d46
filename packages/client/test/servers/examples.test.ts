import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { testUuid } from '@post-views/testing';
import express, { type ErrorRequestHandler } from 'express';
import { renderToStaticMarkup } from 'react-dom/server';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  type MockInstance,
  vi,
} from 'vitest';
import { authorPanel } from '../../examples/express-author-panel.ts';
import type { PostViewsClient } from '../../src/index.ts';
import { dayBefore, KEY, openApi, type RunningApi } from '../open-api.ts';

const NOBODY = 'http://127.0.0.1:1';

let api: RunningApi;

beforeAll(async () => {
  api = await openApi([1, 0, 3], [1, 8, 1]);
});
afterAll(() => api[Symbol.asyncDispose]());

const postsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ uuid: testUuid(n + 1), title: `Post ${n}` }));

describe('the panel in Express', () => {
  /** What the panel answers for an author of that number of posts. */
  async function ask(views: PostViewsClient, posts: number): Promise<unknown> {
    const app = express();
    app.get(
      '/:author',
      authorPanel(views, async () => postsOf(posts)),
    );
    const onError: ErrorRequestHandler = ({ status: upstream }, _, response, __) => {
      response.status(500).json({ upstream });
    };
    app.use(onError);
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ann`);
    const answer = { status: response.status, body: await response.json() };
    server.close();
    server.closeAllConnections();
    return answer;
  }

  it('has the days of each post', async () => {
    expect(await ask(api.views, 2)).toMatchObject({
      status: 200,
      body: {
        posts: [
          {
            title: 'Post 0',
            days: expect.arrayContaining([{ date: dayBefore(0), views: 3, partial: true }]),
          },
          { title: 'Post 1', days: expect.any(Array) },
        ],
        asOf: expect.any(String),
      },
    });
  });

  it('needs no numbers where there are no posts', async () => {
    expect(await ask(api.views, 0)).toEqual({ status: 200, body: { posts: [] } });
  });

  it('does without when there are none at the moment', async () => {
    const nobody = api.client({ baseUrl: NOBODY, retries: 0 });
    expect(await ask(nobody, 1)).toMatchObject({ status: 503 });
  });

  it('does not hide that the key is wrong', async () => {
    const stranger = api.client({ apiKey: 'k-wrong' });
    expect(await ask(stranger, 1)).toEqual({ status: 500, body: { upstream: 401 } });
  });
});

describe('the panel in Next.js', () => {
  let warn: MockInstance<typeof console.warn>;

  beforeEach(() => {
    // The client that the example keeps is one of its module.
    vi.resetModules();
    warn = vi.spyOn(console, 'warn').mockReturnValue();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  async function render(baseUrl: string, apiKey: string, posts: number): Promise<string> {
    vi.stubEnv('POST_VIEWS_URL', baseUrl);
    vi.stubEnv('POST_VIEWS_API_KEY', apiKey);
    const { AuthorPanel } = await import('../../examples/next-author-panel.tsx');
    return renderToStaticMarkup(await AuthorPanel({ posts: postsOf(posts) }));
  }

  it('has the total of each post, and how the newest one does', async () => {
    const html = await render(api.url, KEY, 2);
    expect(html).toContain('<h2>Post 0</h2>');
    expect(html).toContain('3 views in 7 days, 1 in the 7 before');
    expect(html).toContain('<li>Post 0: 4 views</li><li>Post 1: 0 views</li>');
    expect(html).toMatch(/<img src="data:image\/svg\+xml,%3Csvg/);
    expect(html).not.toContain('As of');
  });

  it('needs no numbers where there are no posts', async () => {
    expect(await render(api.url, KEY, 0)).toBe('<p>No posts yet.</p>');
  });

  it('does without when there are none at the moment', async () => {
    expect(await render(NOBODY, KEY, 1)).toBe('<p>There are no numbers at the moment.</p>');
    expect(warn).toHaveBeenCalledOnce();
  });

  it.each([
    ['that the key is wrong', 'k-wrong', { status: 401 }],
    ['that there is no key, as in a build', '', { name: 'TypeError' }],
  ])('does not hide %s', async (_what, key, error) => {
    await expect(render(api.url, key, 1)).rejects.toMatchObject(error);
  });
});
