import { describe, expect, it } from 'vitest';
import type { ListHead, RankedLists } from '../../src/top-k/ranked-lists.ts';
import type { Scored } from '../../src/top-k/scores.ts';
import { type Walk, walkRankedLists } from '../../src/top-k/walk-ranked-lists.ts';

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
  const read = { depth: 0, ofDay: [] as number[], scored: [] as string[] };
  const head = (day: number, depth: number): ListHead => {
    const views = inAll
      .map((post) => [post.postUuid, post.views[day] ?? 0] as const)
      .filter(([, count]) => count > 0)
      .sort(([, a], [, b]) => b - a);
    return { views: new Map(views.slice(0, depth)), upperBound: views[depth - 1]?.[1] ?? 0 };
  };
  const lists: RankedLists = {
    days: days.length,
    async heads({ ofDay }) {
      read.depth = ofDay;
      return { days: days.map((_, day) => head(day, ofDay)) };
    },
    async exceed({ minViews, max }) {
      const entries = days.flat().filter((views) => views >= minViews);
      return { days: entries.length > max, totals: false };
    },
    async candidatesByDay(minViews) {
      read.ofDay.push(minViews);
      return inAll
        .filter(({ views }) => Math.max(...views) >= minViews)
        .map(({ postUuid, sum }) => ({ postUuid, upperBound: sum }))
        .sort((a, b) => b.upperBound - a.upperBound);
    },
    candidatesByTotal: () => Promise.reject(new Error('not asked for')),
  };
  const found = walkRankedLists<Scored>({
    k: 3,
    minViews: 1,
    lists,
    withTotals: false,
    daysPerScore: days.length,
    maxEntries: 100_000,
    ...walk,
    async scoresOf(asked) {
      read.scored.push(...asked);
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
  it('reads little when the top k lead clearly', async () => {
    const { read, first } = walkOver([CLEAR, CLEAR]);
    expect(await first()).toEqual([name(0), name(1), name(2)]);
    expect(read).toMatchObject({ depth: 40, ofDay: [] });
  });

  it('goes on with all that have their share of the k-th score on some day', async () => {
    const best = 1_600;
    const days = [
      [...Array.from({ length: 1_000 }, (_, n) => 2_000 - n), best],
      [...Array.from({ length: 1_000 }, (_, n) => 1_000 + n), best],
    ];
    const { read, first } = walkOver(days, { k: 1 });
    expect(await first()).toEqual([name(1_000)]);
    expect(read.ofDay).toEqual([1_500]);
  });

  it('goes on while another post can reach the same score, whose UUID is lower', async () => {
    const views = [
      ...Array.from({ length: 40 }, () => [5, 0]),
      ...Array.from({ length: 40 }, () => [0, 5]),
      [5, 5],
      [9, 1],
    ];
    const days = [0, 1].map((day) => views.map((post) => post[day] ?? 0));
    const { read, first } = walkOver(days, { k: 1 });
    expect(await first()).toEqual([name(80)]);
    expect(read.depth).toBe(40);
  });

  it('goes down in steps while it has found no high score', async () => {
    const { read, first } = walkOver([CLEAR, CLEAR], {}, (n, sum) => (n < 3_000 ? 0 : sum));
    expect(await first()).toEqual([name(3_000), name(3_001), name(3_002)]);
    expect(read.ofDay).toEqual([63, 16, 4]);
  });

  it('scores no post that cannot enter the top k, and none twice', async () => {
    const { read, first } = walkOver([CLEAR, CLEAR], { k: 10 });
    await first();
    expect(read.scored.length).toBeLessThan(CLEAR.length / 10);
    expect(new Set(read.scored).size).toBe(read.scored.length);
  });

  it('finds all there are when they are fewer than k', async () => {
    const { first } = walkOver([
      [3, 0, 0],
      [0, 0, 4],
    ]);
    expect(await first()).toEqual([name(2), name(0)]);
  });

  it('scores no post with fewer views than count', async () => {
    const { read, first } = walkOver([CLEAR, CLEAR], { k: 100, minViews: 1_000 });
    await first();
    expect(read.scored).toHaveLength(20);
  });

  it.each([0, 100, 4_000, 9_999])('gives up when all are seen alike: %i', async (maxEntries) => {
    const { read, first } = walkOver([ALIKE, ALIKE], { maxEntries });
    expect(await first()).toBeUndefined();
    expect(2 * read.depth).toBeLessThanOrEqual(maxEntries);
    expect(read.ofDay).toEqual([]);
  });
});
