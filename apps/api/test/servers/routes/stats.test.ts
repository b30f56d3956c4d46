import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMON, openSeenApp } from '../../open-seen-app.ts';
import type { TestApp } from '../../open-test-app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await openSeenApp();
});
afterAll(() => test[Symbol.asyncDispose]());

describe('GET /stats', () => {
  it('answers what there is altogether', async () => {
    expect((await test.get('/stats')).body).toEqual({
      data: {
        posts: 14,
        views: 44,
        views_today: 9,
        newest_event_at: '2026-11-24T12:00:00.000Z',
        oldest_raw_day: '2026-10-25',
      },
      meta: COMMON,
    });
  });
});
