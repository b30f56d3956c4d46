import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMON, openSeenApp } from '../../open-seen-app.ts';
import { KEY, type TestApp, uuid } from '../../open-test-app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await openSeenApp();
});
afterAll(() => test[Symbol.asyncDispose]());

describe('GET /posts/{uuid}/views/daily', () => {
  it('answers 30 days up to today without a gap, today partial', async () => {
    const { status, body } = await test.get(`/posts/${uuid(1)}/views/daily`);
    expect(status).toBe(200);
    expect(body.meta).toEqual({
      from: '2026-10-26',
      to: '2026-11-24',
      granularity: 'day',
      ...COMMON,
    });
    expect(body.data).toHaveLength(30);
    expect(body.data.at(0)).toEqual({ date: '2026-10-26', views: 1, partial: false });
    expect(body.data.at(-5)).toEqual({ date: '2026-11-20', views: 2, partial: false });
    expect(body.data.at(-1)).toEqual({ date: '2026-11-24', views: 3, partial: true });
    const sum = body.data.reduce((total: number, day: { views: number }) => total + day.views, 0);
    expect(sum).toBe(6);
  });

  it('answers zeros for a post that nobody has seen', async () => {
    const { body } = await test.get(`/posts/${uuid(999)}/views/daily`);
    expect(body.data.every((day: { views: number }) => day.views === 0)).toBe(true);
  });

  it('answers as many days as asked, or those from one to another', async () => {
    const last = await test.get(`/posts/${uuid(1)}/views/daily?days=1`);
    expect(last.body.data).toEqual([{ date: '2026-11-24', views: 3, partial: true }]);
    const year = await test.get(`/posts/${uuid(1)}/views/daily?days=366`);
    expect(year.body.data).toHaveLength(366);
    const some = await test.get(`/posts/${uuid(1)}/views/daily?from=2026-10-25&to=2026-10-26`);
    expect(some.body.data).toEqual([
      { date: '2026-10-25', views: 4, partial: false },
      { date: '2026-10-26', views: 1, partial: false },
    ]);
  });

  it('answers as CSV and as a sparkline, to whoever likes that best', async () => {
    const path = `/posts/${uuid(1)}/views/daily?days=2`;
    const as = (accept: string) => test.get(path, { 'x-internal-api-key': KEY, accept });
    expect(await as('text/csv')).toMatchObject({
      headers: { 'content-type': 'text/csv; charset=utf-8; header=present', vary: 'accept' },
      text: 'date,views,partial\r\n2026-11-23,0,false\r\n2026-11-24,3,true\r\n',
    });
    const sparkline = await as('image/svg+xml, */*;q=0.1');
    expect(sparkline.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(sparkline.text).toContain('3 views from 2026-11-23 to 2026-11-24');
    for (const accept of [
      'application/json',
      '*/*',
      'text/html, */*;q=0.8',
      'text/csv;q=0.5, application/*',
    ]) {
      expect((await as(accept)).body.data).toHaveLength(2);
    }
    expect(await as('text/html')).toMatchObject({
      status: 406,
      body: { detail: 'Accept must allow application/json or text/csv or image/svg+xml' },
    });
  });
});
