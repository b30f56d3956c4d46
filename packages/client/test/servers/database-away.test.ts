import { testUuid } from '@post-views/testing';
import { expect, it } from 'vitest';
import { openApi } from '../open-api.ts';

/** What the API has answered, to a client with the platform's fetch. */
function watchedFetch() {
  const statuses: number[] = [];
  const fetch = async (request: Request) => {
    const response = await globalThis.fetch(request);
    statuses.push(response.status);
    return response;
  };
  return { statuses, fetch };
}

it('retries while the database of the API is away', async () => {
  await using api = await openApi([1, 0, 3]);
  const { statuses, fetch } = watchedFetch();
  const views = api.client({ fetch, timeoutMs: 30_000, retries: 10 });
  await api.proxy.cut();
  const answer = views.getTotalViews(testUuid(1));
  await expect.poll(() => statuses, { timeout: 10_000, interval: 10 }).toContain(503);
  await api.proxy.restore();
  expect((await answer).data).toEqual({ post_uuid: testUuid(1), views: 3 });
  expect(statuses.at(-1)).toBe(200);
});

it('says at once that the API is unavailable, without retries', async () => {
  await using api = await openApi();
  await api.proxy.cut();
  const views = api.client({ timeoutMs: 10_000, retries: 0 });
  await expect(views.getStats()).rejects.toMatchObject({
    code: 'API_ERROR',
    status: 503,
    retryAfterMs: expect.any(Number),
    problem: { title: 'Service Unavailable' },
  });
});

it('takes no longer than its timeout when the database of the API does not respond', async () => {
  await using api = await openApi();
  api.proxy.freeze();
  const views = api.client({ timeoutMs: 200 });
  await expect(views.getStats()).rejects.toMatchObject({ code: 'TIMEOUT', timeoutMs: 200 });
  await api.proxy.restore();
});
