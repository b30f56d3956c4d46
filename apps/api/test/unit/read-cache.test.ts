import { beforeEach, describe, expect, it } from 'vitest';
import { type CacheEntry, ReadCache, type ReadOutcome } from '../../src/reads/read-cache.ts';

const FRESH_MS = 1_000;
const REVALIDATE_MS = 5_000;
const IF_ERROR_MS = 60_000;
const RETRY_MS = 1_000;

/** By the monotonic clock, and by that on the wall. */
let uptime: number;
let wall: number;
let outcomes: ReadOutcome[];
let failures: unknown[];
let cache: ReadCache<string>;

function openCache(patienceMs = 10_000): ReadCache<string> {
  return new ReadCache({
    freshMs: FRESH_MS,
    staleWhileRevalidateMs: REVALIDATE_MS,
    staleIfErrorMs: IF_ERROR_MS,
    patienceMs,
    retryMs: RETRY_MS,
    maxBytes: 2_000,
    sizeOf: (value) => value.length,
    now: () => new Date(wall),
    monotonicMs: () => uptime,
    onRead: (outcome) => outcomes.push(outcome),
    onFailure: (error) => failures.push(error),
  });
}

beforeEach(() => {
  uptime = 12_345;
  wall = Date.parse('2026-11-24T12:00:00Z');
  outcomes = [];
  failures = [];
  cache = openCache();
});

function pass(ms: number): void {
  uptime += ms;
  wall += ms;
}

const loads = (value: string) => async () => value;
const fails = async (): Promise<string> => {
  throw new Error('away');
};
const notAsked = async (): Promise<string> => expect.unreachable('nobody should read');

/** Kept from the second time on. */
async function keep(key: string, value: string): Promise<void> {
  await cache.read(key, loads(value));
  await cache.read(key, loads(value));
}

function textOf(entry: CacheEntry<string> | undefined): string | undefined {
  return entry?.value;
}

describe('ReadCache', () => {
  it('keeps what was asked for twice, with the time when reading began', async () => {
    await cache.read('a', loads('1'));
    expect(cache.getUsable('a', notAsked)).toBeUndefined();
    const read = await cache.read('a', async (asOf) => {
      expect(asOf).toEqual(new Date(wall));
      return '2';
    });
    expect(read).toEqual({ value: '2', asOf: new Date(wall), stale: false });
    pass(FRESH_MS);
    expect(cache.getUsable('a', notAsked)).toMatchObject({
      value: '2',
      asOf: new Date(wall - FRESH_MS),
    });
    expect(outcomes).toEqual(['loaded', 'loaded', 'fresh']);
  });

  it('gives what is no longer fresh, and reads it once in the background', async () => {
    await keep('a', '1');
    pass(FRESH_MS + 1);
    const { promise, resolve } = Promise.withResolvers<string>();
    expect(textOf(cache.getUsable('a', () => promise))).toBe('1');
    expect(textOf(cache.getUsable('a', notAsked))).toBe('1');
    resolve('2');
    await promise;
    await expect.poll(() => textOf(cache.getUsable('a', notAsked))).toBe('2');
  });

  it('does not give what is old, but waits', async () => {
    await keep('a', '1');
    pass(REVALIDATE_MS + 1);
    expect(cache.getUsable('a', notAsked)).toBeUndefined();
    expect(await cache.read('a', loads('2'))).toMatchObject({ value: '2', stale: false });
  });

  it('reads once for all who ask at the same time', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const both = Promise.all([cache.read('a', () => promise), cache.read('a', notAsked)]);
    resolve('1');
    expect((await both).map(textOf)).toEqual(['1', '1']);
    expect(outcomes).toEqual(['loaded', 'coalesced']);
  });

  it('gives what is old as stale, when nothing newer can be read', async () => {
    await keep('a', '1');
    const asOf = new Date(wall);
    pass(IF_ERROR_MS);
    expect(await cache.read('a', fails)).toEqual({ value: '1', asOf, stale: true });
    expect(failures).toEqual([new Error('away')]);
    pass(1);
    await expect(cache.read('a', fails)).rejects.toThrow('away');
    expect(outcomes.slice(-2)).toEqual(['stale', 'failed']);
  });

  it('gives what is old as stale when reading takes long, and what was read then to the next', async () => {
    cache = openCache(5);
    await keep('a', '1');
    pass(REVALIDATE_MS + 1);
    const { promise, resolve } = Promise.withResolvers<string>();
    expect(await cache.read('a', () => promise)).toMatchObject({ value: '1', stale: true });
    pass(5);
    expect(await cache.read('a', notAsked)).toMatchObject({ value: '1', stale: true });
    resolve('2');
    await promise;
    await expect.poll(() => textOf(cache.getUsable('a', notAsked))).toBe('2');
    expect(failures).toEqual([]);
  });

  it('reads again only some time after reading has failed, and gives what is old at once until then', async () => {
    await keep('a', '1');
    pass(REVALIDATE_MS + 1);
    await cache.read('a', fails);
    pass(RETRY_MS - 1);
    expect(await cache.read('a', notAsked)).toMatchObject({ value: '1', stale: true });
    pass(1);
    expect(await cache.read('a', loads('2'))).toMatchObject({ value: '2', stale: false });
    expect(failures).toHaveLength(1);
  });

  it('hears of the failure of a reading that nobody waits for any more', async () => {
    cache = openCache(5);
    await keep('a', '1');
    pass(REVALIDATE_MS + 1);
    const { promise, reject } = Promise.withResolvers<string>();
    await cache.read('a', () => promise);
    reject(new Error('away'));
    await expect.poll(() => failures).toEqual([new Error('away')]);
  });

  it('goes on giving what is no longer fresh when reading in the background fails, and tries again later', async () => {
    await keep('a', '1');
    pass(FRESH_MS + 1);
    expect(textOf(cache.getUsable('a', fails))).toBe('1');
    await expect.poll(() => failures).toEqual([new Error('away')]);
    expect(textOf(cache.getUsable('a', notAsked))).toBe('1');
    pass(RETRY_MS);
    expect(textOf(cache.getUsable('a', loads('2')))).toBe('1');
    await expect.poll(() => textOf(cache.getUsable('a', notAsked))).toBe('2');
  });

  it.each([
    ['back', -600_000],
    ['forward', 600_000],
  ])('takes nothing for younger or older when the wall clock is set %s', async (_, ms) => {
    await keep('a', '1');
    wall += ms;
    expect(textOf(cache.getUsable('a', notAsked))).toBe('1');
    pass(REVALIDATE_MS + 1);
    expect(await cache.read('a', fails)).toMatchObject({ value: '1', stale: true });
    pass(RETRY_MS);
    const asOf = new Date(wall);
    expect(await cache.read('a', loads('2'))).toEqual({ value: '2', asOf, stale: false });
  });

  it('throws when there is nothing to give, and forgets the attempt', async () => {
    await expect(cache.read('a', fails)).rejects.toThrow('away');
    expect(await cache.read('a', loads('1'))).toMatchObject({ value: '1' });
  });

  it('takes no more room than it may', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await keep(key, 'x'.repeat(200));
    const kept = ['a', 'b', 'c', 'd'].filter((key) => cache.getUsable(key, notAsked));
    expect(kept).toEqual(['c', 'd']);
  });
});
