import { describe, expect, it } from 'vitest';
import type { RankedList, RankedLists } from '../../src/queries/ranked-lists.ts';
import type { Scored } from '../../src/queries/scores.ts';
import { type Walk, walkRankedLists } from '../../src/queries/walk-ranked-lists.ts';

const name = (n: number) => String(n).padStart(5, '0');

/** Days in memory, and what was read of them. */
function walkOver(
  days: readonly (readonly number[])[],
  walk: Partial<Walk<never>> = {},
  scoreOf = (_: number, sum: number) => sum,
) {
  const posts = days[0]?.map((_, n) => ({
    postUuid: name(n),
    views: days.map((day) => day[n] ?? 0),
  }));
  const inAll = (posts ?? []).map(({ postUuid, views }) => ({
    postUuid,
    views,
    sum: views.reduce((sum, count) => sum + count, 0),
  }));
  const read = { depth: 0, ofDay: [] as number[], asked: [] as string[] };
  const head = (day: number, depth: number): RankedList => {
    const views = inAll
      .map((post) => [post.postUuid, post.views[day] ?? 0] as const)
      .filter(([, count]) => count > 0)
      .sort(([, a], [, b]) => b - a);
    return { views: new Map(views.slice(0, depth)), others: views[depth - 1]?.[1] ?? 0 };
  };
  const lists: RankedLists = {
    days: days.length,
    async heads({ ofDay }) {
      read.depth = ofDay;
      return { days: days.map((_, day) => head(day, ofDay)) };
    },
    async areMore({ views: least, most }) {
      const entries = days.flat().filter((views) => views >= least);
      return { ofDays: entries.length > most, ofTotals: false };
    },
    async oftenOnADay(least) {
      read.ofDay.push(least);
      return inAll
        .filter(({ views }) => Math.max(...views) >= least)
        .map(({ postUuid, sum }) => ({ postUuid, atMost: sum }))
        .sort((a, b) => b.atMost - a.atMost);
    },
    oftenInAll: () => Promise.reject(new Error('not asked for')),
  };
  const found = walkRankedLists<Scored>({
    wanted: 3,
    leastViews: 1,
    lists,
    withTotals: false,
    daysOfScore: days.length,
    mostEntries: 100_000,
    ...walk,
    async scoresOf(asked) {
      read.asked.push(...asked);
      return inAll
        .filter(({ postUuid }) => asked.includes(postUuid))
        .map(({ postUuid, sum }) => ({ postUuid, score: scoreOf(Number(postUuid), sum) }));
    },
  });
  return { read, first: async () => (await found)?.map(({ postUuid }) => postUuid) };
}

const CLEAR = Array.from({ length: 5_000 }, (_, n) => Math.ceil(10_000 / (n + 1)));
const ALIKE = Array.from({ length: 5_000 }, () => 2);

describe('walkRankedLists', () => {
  it('reads little when the first are clear of the rest', async () => {
    const { read, first } = walkOver([CLEAR, CLEAR]);
    expect(await first()).toEqual([name(0), name(1), name(2)]);
    expect(read).toMatchObject({ depth: 40, ofDay: [] });
  });

  it('goes on with all that have their share of the last score on some day', async () => {
    const best = 1_600;
    const days = [
      [...Array.from({ length: 1_000 }, (_, n) => 2_000 - n), best],
      [...Array.from({ length: 1_000 }, (_, n) => 1_000 + n), best],
    ];
    const { read, first } = walkOver(days, { wanted: 1 });
    expect(await first()).toEqual([name(1_000)]);
    expect(read.ofDay).toEqual([1_500]);
  });

  it('goes on while another can have as many, whose UUID is lower', async () => {
    const views = [
      ...Array.from({ length: 40 }, () => [5, 0]),
      ...Array.from({ length: 40 }, () => [0, 5]),
      [5, 5],
      [9, 1],
    ];
    const days = [0, 1].map((day) => views.map((post) => post[day] ?? 0));
    const { read, first } = walkOver(days, { wanted: 1 });
    expect(await first()).toEqual([name(80)]);
    expect(read.depth).toBe(40);
  });

  it('goes down in steps while it has found no high score', async () => {
    const { read, first } = walkOver([CLEAR, CLEAR], {}, (n, sum) => (n < 3_000 ? 0 : sum));
    expect(await first()).toEqual([name(3_000), name(3_001), name(3_002)]);
    expect(read.ofDay).toEqual([63, 16, 4]);
  });

  it('asks for none that can not be among the first, and for none twice', async () => {
    const { read, first } = walkOver([CLEAR, CLEAR], { wanted: 10 });
    await first();
    expect(read.asked.length).toBeLessThan(CLEAR.length / 10);
    expect(new Set(read.asked).size).toBe(read.asked.length);
  });

  it('finds all there are when they are fewer than wanted', async () => {
    const { first } = walkOver([
      [3, 0, 0],
      [0, 0, 4],
    ]);
    expect(await first()).toEqual([name(2), name(0)]);
  });

  it('asks for none of fewer views than count', async () => {
    const { read, first } = walkOver([CLEAR, CLEAR], { wanted: 100, leastViews: 1_000 });
    await first();
    expect(read.asked).toHaveLength(20);
  });

  it.each([0, 100, 4_000, 9_999])('gives up when all are seen alike: %i', async (mostEntries) => {
    const { read, first } = walkOver([ALIKE, ALIKE], { mostEntries });
    expect(await first()).toBeUndefined();
    expect(2 * read.depth).toBeLessThanOrEqual(mostEntries);
    expect(read.ofDay).toEqual([]);
  });

  it('ends between two statements when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('time is up'));
    const { read, first } = walkOver([[3, 2, 1]], { signal });
    await expect(first()).rejects.toThrow('time is up');
    expect(read.asked).toEqual([]);
  });
});
