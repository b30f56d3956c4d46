import { describe, expect, it } from 'vitest';
import type { RankedList } from '../../src/queries/ranked-lists.ts';
import { type Walk, walkRankedLists } from '../../src/queries/walk-ranked-lists.ts';

const name = (n: number) => String(n).padStart(5, '0');

/** Days in memory, and what was read of them. */
function walkOver(days: readonly (readonly number[])[], walk: Partial<Walk<never>> = {}) {
  const posts = days[0]?.map((_, n) => name(n)) ?? [];
  const sums = new Map(
    posts.map((post, n) => [post, days.reduce((sum, day) => sum + (day[n] ?? 0), 0)]),
  );
  const read = { depths: [] as number[], asked: [] as string[] };
  const head = (day: readonly number[], depth: number): RankedList => {
    const inOrder = [...day.entries()]
      .filter(([, views]) => views > 0)
      .sort(([, a], [, b]) => b - a);
    const views = inOrder.slice(0, depth).map(([n, views]) => [name(n), views] as const);
    return { views: new Map(views), others: inOrder[depth - 1]?.[1] ?? 0 };
  };
  const found = walkRankedLists({
    wanted: 3,
    leastViews: 1,
    days: days.length,
    withTotals: false,
    mostEntries: 100_000,
    ...walk,
    async readLists({ ofDay }) {
      read.depths.push(ofDay);
      return { days: days.map((day) => head(day, ofDay)) };
    },
    async scoresOf(asked) {
      read.asked.push(...asked);
      return asked.map((postUuid) => ({ postUuid, score: sums.get(postUuid) ?? 0 }));
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
    expect(read.depths).toEqual([40]);
  });

  it('goes deeper until no other post can be among the first', async () => {
    const best = 1_600;
    const days = [
      [...Array.from({ length: 1_000 }, (_, n) => 2_000 - n), best],
      [...Array.from({ length: 1_000 }, (_, n) => 1_000 + n), best],
    ];
    const { read, first } = walkOver(days, { wanted: 1 });
    expect(await first()).toEqual([name(1_000)]);
    expect(read.depths).toEqual([40, 160, 640]);
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

  it('gives up when all are seen alike, before it has read everything', async () => {
    const { read, first } = walkOver([ALIKE, ALIKE], { mostEntries: 2_000 });
    expect(await first()).toBeUndefined();
    expect(2 * read.depths.reduce((sum, depth) => sum + depth, 0)).toBeLessThan(2_000);
  });
});
