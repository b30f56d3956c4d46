import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeApi, fakeApi, ok, problem, STATS } from '../fake-api.ts';

const LOST = new TypeError('fetch failed');

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z') });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** How long a call took, in milliseconds, and what became of it. */
async function timed<T>(call: Promise<T>): Promise<{ ms: number; value?: T; error?: unknown }> {
  const started = performance.now();
  const ended = call.then(
    (value) => ({ ms: performance.now() - started, value }),
    (error: unknown) => ({ ms: performance.now() - started, error }),
  );
  await vi.runAllTimersAsync();
  return ended;
}

describe('a call is retried', () => {
  it.each([429, 502, 503, 504])('after %i', async (status) => {
    const { views, requests } = fakeApi([problem(status), ok()]);
    expect(await timed(views.getStats())).toEqual({ ms: 100, value: STATS });
    expect(requests).toHaveLength(2);
  });

  it('after its connection was lost, and after longer and longer', async () => {
    const { views, requests } = fakeApi([LOST, LOST, ok()]);
    expect(await timed(views.getStats())).toEqual({ ms: 100 + 200, value: STATS });
    expect(requests).toHaveLength(3);
  });

  it('after its answer was cut off', async () => {
    const cut = new Response('{"data":{"po', { headers: { 'content-type': 'application/json' } });
    const { views } = fakeApi([cut, ok()]);
    expect(await timed(views.getStats())).toMatchObject({ value: STATS });
  });

  it('with its body', async () => {
    const { views, requests } = fakeApi([problem(503), ok()]);
    await timed(views.getDaysOfPosts(['a', 'b']));
    const bodies = await Promise.all(requests.map((request) => request.json()));
    expect(bodies).toEqual(Array(2).fill({ post_uuids: ['a', 'b'], granularity: 'day' }));
  });

  it('when Retry-After says so, in seconds', async () => {
    const { views } = fakeApi([problem(503, {}, { 'retry-after': '1' }), ok()]);
    expect(await timed(views.getStats())).toEqual({ ms: 1_500, value: STATS });
  });

  it('when Retry-After says so, as a date', async () => {
    const header = { 'retry-after': 'Tue, 24 Nov 2026 12:00:01 GMT' };
    const { views } = fakeApi([problem(429, {}, header), ok()]);
    expect(await timed(views.getStats())).toEqual({ ms: 1_500, value: STATS });
  });

  it.each(['soon', '-1', '1.5', '', 'in 2026'])(
    'as usual when Retry-After is "%s"',
    async (text) => {
      const { views } = fakeApi([problem(503, {}, { 'retry-after': text }), ok()]);
      expect(await timed(views.getStats())).toEqual({ ms: 100, value: STATS });
    },
  );
});

describe('a call is not retried', () => {
  it.each([304, 400, 401, 404, 500])('after %i', async (status) => {
    const answer = status === 304 ? new Response(null, { status }) : problem(status);
    const { views, requests } = fakeApi([answer]);
    expect(await timed(views.getStats())).toMatchObject({ ms: 0, error: { status } });
    expect(requests).toHaveLength(1);
  });

  it('when that was done often enough', async () => {
    const busy = [problem(503), problem(503), problem(503)];
    const { views, requests } = fakeApi(busy);
    expect(await timed(views.getStats())).toMatchObject({ error: { status: 503 } });
    expect(requests).toHaveLength(3);
  });

  it('when the client was told not to', async () => {
    const { views } = fakeApi([LOST], { retries: 0 });
    expect(await timed(views.getStats())).toMatchObject({ ms: 0, error: { cause: LOST } });
  });

  it('when there is less time than Retry-After wants: the error comes at once', async () => {
    const { views } = fakeApi([problem(503, {}, { 'retry-after': '2' })], { timeoutMs: 2_000 });
    expect(await timed(views.getStats())).toMatchObject({
      ms: 0,
      error: { code: 'API_ERROR', status: 503, retryAfterMs: 2_000 },
    });
  });
});

describe('the wait', () => {
  it.each([
    [0, 0],
    [0.999, 199.8],
  ])('may be any part of 200 ms (%d)', async (random, ms) => {
    vi.mocked(Math.random).mockReturnValue(random);
    const { views } = fakeApi([problem(503), ok()]);
    expect((await timed(views.getStats())).ms).toBeCloseTo(ms, -1);
  });

  it.each([
    [0, 1_000],
    [0.999, 1_999],
  ])('is never shorter than Retry-After, and up to twice as long (%d)', async (random, ms) => {
    vi.mocked(Math.random).mockReturnValue(random);
    const { views } = fakeApi([problem(503, {}, { 'retry-after': '1' }), ok()]);
    expect((await timed(views.getStats())).ms).toBeCloseTo(ms, -1);
  });
});

describe('the budget of all calls', () => {
  /** How many requests `calls` calls make, one after the other, when all are refused. */
  async function requestsOf(calls: number, api: FakeApi): Promise<number> {
    const before = api.requests.length;
    for (let call = 0; call < calls; call += 1) {
      expect(await timed(api.views.getStats())).toMatchObject({ error: { status: 503 } });
    }
    return api.requests.length - before;
  }
  const refusing = () =>
    fakeApi(
      Array.from({ length: 2_000 }, () => problem(503)),
      { retries: 5 },
    );

  beforeEach(() => {
    // No wait, and so no time that would pay for a retry.
    vi.mocked(Math.random).mockReturnValue(0);
  });

  it('allows a few retries, and a tenth of the calls after that', async () => {
    const api = refusing();
    const requests = await requestsOf(1_000, api);
    expect(requests).toBeGreaterThan(1_090);
    expect(requests).toBeLessThanOrEqual(1_110);
  });

  it('allows one a second to a client that seldom calls', async () => {
    const api = refusing();
    await requestsOf(100, api);
    vi.advanceTimersByTime(3_000);
    expect(await requestsOf(1, api)).toBe(4);
    vi.advanceTimersByTime(3_600_000);
    expect(await requestsOf(3, api)).toBe(13);
  });

  it('is that of one client', async () => {
    await requestsOf(100, refusing());
    expect(await requestsOf(1, refusing())).toBe(6);
  });
});

describe('the deadline', () => {
  it('ends an attempt that gets no answer', async () => {
    const { views, requests } = fakeApi(['silence'], { timeoutMs: 300 });
    expect(await timed(views.getStats())).toMatchObject({
      ms: 300,
      error: { code: 'TIMEOUT', message: 'no answer within 300 ms' },
    });
    expect(requests).toHaveLength(1);
  });

  it('is of all attempts together', async () => {
    const { views, requests } = fakeApi([LOST, 'silence'], { timeoutMs: 300 });
    expect(await timed(views.getStats())).toMatchObject({ ms: 300, error: { code: 'TIMEOUT' } });
    expect(requests).toHaveLength(2);
  });

  it('is 5 s by default', async () => {
    const { views } = fakeApi(['silence']);
    expect(await timed(views.getStats())).toMatchObject({ ms: 5_000 });
  });

  it('leaves no timer behind', async () => {
    await fakeApi([ok()]).views.getStats();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the caller's own signal", () => {
  const why = new Error('the page was left');

  it('ends an attempt', async () => {
    const left = new AbortController();
    const { views } = fakeApi(['silence']);
    setTimeout(() => left.abort(why), 50);
    expect(await timed(views.getStats({ signal: left.signal }))).toEqual({ ms: 50, error: why });
  });

  it('ends a wait', async () => {
    const left = new AbortController();
    const { views } = fakeApi([LOST]);
    setTimeout(() => left.abort(why), 50);
    expect(await timed(views.getStats({ signal: left.signal }))).toEqual({ ms: 50, error: why });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps a call from being made', async () => {
    const { views, requests } = fakeApi([ok()]);
    expect(await timed(views.getStats({ signal: AbortSignal.abort(why) }))).toMatchObject({
      error: why,
    });
    expect(requests).toHaveLength(0);
  });
});
