import { testUuid } from '@post-views/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PostViewsClient } from '../../src/index.ts';
import { dayBefore, openApi, type RunningApi } from '../open-api.ts';

const POST = testUuid(1);
const OTHER = testUuid(2);
const UNSEEN = testUuid(999);
const LAST_WEEK = { from: dayBefore(6), to: dayBefore(0) };
const COMMON = { timezone: 'UTC', as_of: expect.stringMatching(/^\d{4}-.*Z$/) };

let api: RunningApi;
let views: PostViewsClient;

beforeAll(async () => {
  api = await openApi([1, 0, 3], [1, 2, 12], [1, 8, 5], [1, 40, 2], [2, 1, 4]);
  views = api.views;
});
afterAll(() => api[Symbol.asyncDispose]());

describe('the views of a post', () => {
  it('come in all, or of a range', async () => {
    expect(await views.getTotalViews(POST)).toEqual({
      data: { post_uuid: POST, views: 22 },
      meta: { period: 'all', granularity: 'total', ...COMMON },
    });
    expect(await views.getTotalViews(POST, LAST_WEEK)).toEqual({
      data: { post_uuid: POST, views: 15 },
      meta: { ...LAST_WEEK, granularity: 'total', ...COMMON },
    });
  });

  it('come day by day', async () => {
    const { data, meta } = await views.getDailyViews(POST);
    expect(data).toHaveLength(30);
    expect(data.at(-1)).toEqual({ date: dayBefore(0), views: 3, partial: true });
    expect(meta).toEqual({
      from: dayBefore(29),
      to: dayBefore(0),
      granularity: 'day',
      ...COMMON,
    });
    const week = await views.getDailyViews(POST, { days: 7 });
    expect(week.data.map((day) => day.views)).toEqual([0, 0, 0, 0, 12, 0, 3]);
    expect((await views.getDailyViews(POST, LAST_WEEK)).data).toEqual(week.data);
  });

  it('come day by day in CSV', async () => {
    const csv = await views.getDailyViewsCsv(POST, { days: 2 });
    expect(csv).toBe(`date,views,partial\r\n${dayBefore(1)},0,false\r\n${dayBefore(0)},3,true\r\n`);
  });

  it('come day by day as a line', async () => {
    expect(await views.getDailySparkline(POST)).toMatch(/^<svg xmlns=.*<path .*<\/svg>\s*$/s);
  });

  it('come as a period against the one before', async () => {
    expect(await views.getSummary(POST, { period: '7d' })).toEqual({
      data: { post_uuid: POST, current: 15, previous: 5, change: 2 },
      meta: {
        period: '7d',
        ...LAST_WEEK,
        previous_from: dayBefore(13),
        previous_to: dayBefore(7),
        ...COMMON,
      },
    });
    expect((await views.getSummary(UNSEEN)).data).toMatchObject({ current: 0, change: null });
  });
});

describe('the views of many posts', () => {
  it('come in the order asked', async () => {
    const { data, meta } = await views.getTotalsOfPosts([UNSEEN, POST, OTHER]);
    expect(data).toEqual([
      { post_uuid: UNSEEN, views: 0 },
      { post_uuid: POST, views: 22 },
      { post_uuid: OTHER, views: 4 },
    ]);
    expect(meta).toMatchObject({ period: 'all', granularity: 'total' });
    const week = await views.getTotalsOfPosts([POST], LAST_WEEK);
    expect(week.data).toEqual([{ post_uuid: POST, views: 15 }]);
  });

  it('come day by day', async () => {
    const { data } = await views.getDaysOfPosts([OTHER, POST], LAST_WEEK);
    const days = data.map((post) => post.days.map((day) => day.views));
    expect(days).toEqual([
      [0, 0, 0, 0, 0, 4, 0],
      [0, 0, 0, 0, 12, 0, 3],
    ]);
    expect((await views.getDaysOfPosts([POST])).data[0]?.days).toHaveLength(30);
  });
});

describe('the lists', () => {
  it('have the most seen', async () => {
    const { data, meta } = await views.getTopPosts({ limit: 1, offset: 1 });
    expect(data).toEqual([{ rank: 2, post_uuid: OTHER, views: 4 }]);
    expect(meta).toEqual({ period: 'all', limit: 1, offset: 1, ...COMMON });
    const day = { from: dayBefore(1), to: dayBefore(1) };
    expect((await views.getTopPosts(day)).data).toEqual([{ rank: 1, post_uuid: OTHER, views: 4 }]);
    expect((await views.getTopPosts({ period: '7d' })).data).toHaveLength(2);
    expect(await views.getTopPostsCsv({ limit: 1 })).toBe(
      `rank,post_uuid,views\r\n1,${POST},22\r\n`,
    );
  });

  it('have what is seen more than before', async () => {
    const first = { rank: 1, post_uuid: POST, current: 15, previous: 5, increase: 10 };
    const { data, meta } = await views.getTrendingPosts({ period: '7d', min_views: 10 });
    expect(data).toEqual([first]);
    expect(meta).toMatchObject({ period: '7d', ...LAST_WEEK, min_views: 10, limit: 10 });
    expect(await views.getTrendingPostsCsv()).toBe(
      `rank,post_uuid,current,previous,increase\r\n1,${POST},15,5,10\r\n`,
    );
  });

  it('have what there is altogether', async () => {
    expect(await views.getStats()).toEqual({
      data: {
        posts: 2,
        views: 26,
        views_today: 3,
        newest_event_at: `${dayBefore(0)}T00:00:00.000Z`,
        oldest_raw_day: dayBefore(40),
      },
      meta: COMMON,
    });
  });
});

describe('an error', () => {
  it('names the field', async () => {
    await expect(views.getTotalViews('17')).rejects.toMatchObject({
      code: 'API_ERROR',
      status: 400,
      fieldErrors: [{ field: 'uuid', detail: 'must be a UUID' }],
    });
    await expect(views.getTotalsOfPosts([])).rejects.toMatchObject({
      fieldErrors: [{ field: 'post_uuids' }],
    });
  });

  it('says that the key is wrong, and not which it was', async () => {
    const stranger = api.client({ apiKey: 'k-wrong' });
    const error = await stranger.getStats().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 401, problem: { title: 'Unauthorized' } });
    expect(String(error)).not.toContain('k-wrong');
  });

  it('says that nobody is there', async () => {
    const nobody = api.client({ baseUrl: 'http://127.0.0.1:1', retries: 0 });
    await expect(nobody.getStats()).rejects.toMatchObject({ code: 'NETWORK_ERROR' });
  });
});
