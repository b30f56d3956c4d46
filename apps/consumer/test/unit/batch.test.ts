import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Batcher } from '../../src/batch.ts';

interface Item {
  readonly name: string;
  readonly weight: number;
}

/** Each batch that was handed over, and how to finish writing it. */
let handed: { names: string; finish: () => void }[];
let parsed: string[];
let batcher: Batcher<Item, Item>;

beforeEach(() => {
  vi.useFakeTimers();
  handed = [];
  parsed = [];
  batcher = create({ writers: 1 });
});
afterEach(() => {
  vi.useRealTimers();
});

function create({
  writers,
  now = Date.now,
  nothingToCome = () => false,
}: {
  writers: number;
  now?: () => number;
  nothingToCome?: () => boolean;
}) {
  return new Batcher<Item, Item>({
    size: 3,
    writers,
    maxAgeMs: 100,
    parse: (item) => {
      parsed.push(item.name);
      return item;
    },
    write: (batch) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      handed.push({ names: batch.map(({ name }) => name).join(''), finish: resolve });
      return promise;
    },
    now,
    nothingToCome,
  });
}

function add(names: string, weight = 1): void {
  for (const name of names) batcher.add({ name, weight });
}

async function finish(batch: number): Promise<void> {
  handed[batch]?.finish();
  await vi.advanceTimersByTimeAsync(0);
}

const names = () => handed.map((batch) => batch.names);

describe('Batcher', () => {
  it('hands a batch over as soon as it is full', () => {
    add('ab');
    expect(names()).toEqual([]);
    add('c');
    expect(names()).toEqual(['abc']);
  });

  it('counts events, not messages', () => {
    add('a', 2);
    add('b', 5);
    expect(names()).toEqual(['ab']);
  });

  it('hands a batch over when its oldest message is old enough', () => {
    add('a');
    vi.advanceTimersByTime(60);
    add('b');
    vi.advanceTimersByTime(39);
    expect(names()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(names()).toEqual(['ab']);
  });

  it('hands a batch over that becomes old enough between two looks at the clock', () => {
    const readings = [0, 99.9, 100];
    batcher = create({ writers: 1, now: () => readings.shift() ?? 100 + Date.now() });
    add('a');
    expect(readings).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(names()).toEqual(['a']);
  });

  it('hands a batch over as soon as it hears that nothing will come', () => {
    let last = false;
    batcher = create({ writers: 1, nothingToCome: () => last });
    add('a');
    last = true;
    batcher.look();
    expect(names()).toEqual(['a']);
  });

  it('hands over as many batches at a time as there are writers', async () => {
    batcher = create({ writers: 2 });
    add('abcdefghijk');
    expect(names()).toEqual(['abc', 'def']);
    await finish(1);
    expect(names()).toEqual(['abc', 'def', 'ghi']);
    await finish(0);
    vi.advanceTimersByTime(100);
    expect(names()).toEqual(['abc', 'def', 'ghi', 'jk']);
    const drained = batcher.drain();
    await finish(2);
    await expect(Promise.race([drained, Promise.resolve('not yet')])).resolves.toBe('not yet');
    await finish(3);
    await drained;
  });

  it('hands over one batch at a time, in order', async () => {
    add('abcdefgh');
    expect(names()).toEqual(['abc']);
    await finish(0);
    expect(names()).toEqual(['abc', 'def']);
    await finish(1);
    expect(names()).toEqual(['abc', 'def']);
    vi.advanceTimersByTime(100);
    expect(names()).toEqual(['abc', 'def', 'gh']);
  });

  it('fills the next batch while one is written, and leaves the rest as it came', () => {
    add('abcdefgh');
    expect(parsed.join('')).toBe('abcdef');
  });

  it('hands the next batch over at once when it has become old meanwhile', async () => {
    add('abc');
    add('d');
    vi.advanceTimersByTime(500);
    expect(names()).toEqual(['abc']);
    await finish(0);
    expect(names()).toEqual(['abc', 'd']);
  });

  it('counts the age from when a message came, not from when it was parsed', async () => {
    add('abcdefg');
    vi.advanceTimersByTime(60);
    await finish(0);
    await finish(1);
    vi.advanceTimersByTime(40);
    expect(names()).toEqual(['abc', 'def', 'g']);
  });

  it('drains without waiting for age, and says when all is written', async () => {
    let drained = false;
    add('abcd');
    void batcher.drain().then(() => {
      drained = true;
    });
    await finish(0);
    expect(names()).toEqual(['abc', 'd']);
    expect(drained).toBe(false);
    await finish(1);
    expect(drained).toBe(true);
    expect(batcher.idle).toBe(true);
  });

  it('drains at once when there is nothing', async () => {
    await batcher.drain();
    expect(names()).toEqual([]);
  });

  it('hands nothing over any more once abandoned', async () => {
    add('abcde');
    batcher.abandon();
    await finish(0);
    add('f');
    vi.advanceTimersByTime(1000);
    expect(names()).toEqual(['abc']);
    await batcher.drain();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is idle only when nothing waits, is collected or written', async () => {
    expect(batcher.idle).toBe(true);
    add('a');
    expect(batcher.idle).toBe(false);
    vi.advanceTimersByTime(100);
    expect(batcher.idle).toBe(false);
    await finish(0);
    expect(batcher.idle).toBe(true);
  });
});
