import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Found,
  ReadCache,
  type Reading,
  type ReadOutcome,
} from '../../src/reads/read-cache.ts';

const FRESH_MS = 1_000;
const KEEP_MS = 5_000;
const STALE_MS = 60_000;

let now: number;
let outcomes: ReadOutcome[];
let failures: unknown[];
let cache: ReadCache<string>;

beforeEach(() => {
  now = Date.parse('2026-11-24T12:00:00Z');
  outcomes = [];
  failures = [];
  cache = new ReadCache({
    freshMs: FRESH_MS,
    keepMs: KEEP_MS,
    staleMs: STALE_MS,
    maxBytes: 1_000,
    sizeOf: (value) => value.length,
    now: () => new Date(now),
    onRead: (outcome) => outcomes.push(outcome),
    onFailure: (error) => failures.push(error),
  });
});

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

function textOf(reading: Reading<string> | Found<string> | undefined): string | undefined {
  return reading?.value;
}

describe('ReadCache', () => {
  it('keeps what was asked for twice, with the time when reading began', async () => {
    await cache.read('a', loads('1'));
    expect(cache.take('a', notAsked)).toBeUndefined();
    const read = await cache.read('a', async (asOf) => {
      expect(asOf).toEqual(new Date(now));
      return '2';
    });
    expect(read).toEqual({ value: '2', asOf: new Date(now), stale: false });
    now += FRESH_MS;
    expect(cache.take('a', notAsked)).toEqual({ value: '2', asOf: new Date(now - FRESH_MS) });
    expect(outcomes).toEqual(['loaded', 'loaded', 'fresh']);
  });

  it('gives what is ageing, and reads it once behind', async () => {
    await keep('a', '1');
    now += FRESH_MS + 1;
    const { promise, resolve } = Promise.withResolvers<string>();
    expect(textOf(cache.take('a', () => promise))).toBe('1');
    expect(textOf(cache.take('a', notAsked))).toBe('1');
    resolve('2');
    await promise;
    await expect.poll(() => textOf(cache.take('a', notAsked))).toBe('2');
  });

  it('does not give what is old, but waits', async () => {
    await keep('a', '1');
    now += KEEP_MS + 1;
    expect(cache.take('a', notAsked)).toBeUndefined();
    expect(await cache.read('a', loads('2'))).toMatchObject({ value: '2', stale: false });
  });

  it('reads once for all who ask at the same time', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const both = Promise.all([cache.read('a', () => promise), cache.read('a', notAsked)]);
    resolve('1');
    expect((await both).map(textOf)).toEqual(['1', '1']);
    expect(outcomes).toEqual(['loaded', 'joined']);
  });

  it('gives what is old as stale, when nothing newer can be read', async () => {
    await keep('a', '1');
    const asOf = new Date(now);
    now += STALE_MS;
    expect(await cache.read('a', fails)).toEqual({ value: '1', asOf, stale: true });
    expect(failures).toEqual([new Error('away')]);
    now += 1;
    await expect(cache.read('a', fails)).rejects.toThrow('away');
    expect(outcomes.slice(-2)).toEqual(['stale', 'failed']);
  });

  it('goes on giving what is ageing when reading behind fails, and tries again', async () => {
    await keep('a', '1');
    now += FRESH_MS + 1;
    expect(textOf(cache.take('a', fails))).toBe('1');
    await expect.poll(() => failures).toEqual([new Error('away')]);
    expect(textOf(cache.take('a', loads('2')))).toBe('1');
    await expect.poll(() => textOf(cache.take('a', notAsked))).toBe('2');
  });

  it('throws when there is nothing to give, and forgets the attempt', async () => {
    await expect(cache.read('a', fails)).rejects.toThrow('away');
    expect(await cache.read('a', loads('1'))).toMatchObject({ value: '1' });
  });

  it('takes no more room than it may', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await keep(key, 'x'.repeat(200));
    const kept = ['a', 'b', 'c', 'd'].filter((key) => cache.take(key, notAsked));
    expect(kept).toEqual(['c', 'd']);
  });
});
