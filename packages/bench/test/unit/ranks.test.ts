import { describe, expect, it } from 'vitest';
import { ranksOf } from '../../src/workload/ranks.ts';

const take = (count: number, draw: () => number) => Array.from({ length: count }, draw);

describe('ranksOf', () => {
  it('each: walks through all posts in random order, each once before any comes again', () => {
    const draw = ranksOf('each', 1_000, 1);
    const walk = take(1_000, draw);
    expect(walk.toSorted((a, b) => a - b)).toEqual(take(1_000, counter()));
    expect(walk).not.toEqual(take(1_000, counter()));
    expect(take(1_000, draw)).toEqual(walk);
    expect(take(1_000, ranksOf('each', 1_000, 2))).not.toEqual(walk);
  });

  it('few: asks for ten posts in turn, or all when there are fewer', () => {
    expect(take(12, ranksOf('few', 1_000, 1))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect(take(3, ranksOf('few', 2, 1))).toEqual([0, 1, 0]);
  });

  it('page: asks for fifty posts in turn', () => {
    expect(take(51, ranksOf('page', 1_000, 1))).toEqual([...take(50, counter()), 0]);
  });

  it('zipf: draws the same posts for the same seed', () => {
    const drawn = take(1_000, ranksOf('zipf', 1_000, 1));
    expect(take(1_000, ranksOf('zipf', 1_000, 1))).toEqual(drawn);
    expect(Math.max(...drawn)).toBeLessThan(1_000);
    expect(drawn.filter((rank) => rank === 0).length).toBeGreaterThan(80);
  });
});

function counter(): () => number {
  let n = 0;
  return () => n++;
}
