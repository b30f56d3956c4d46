import { describe, expect, it } from 'vitest';
import { balance } from '../../src/balance.ts';

const load = (name: string, seconds: number) => ({ item: name, name, seconds });
const LOADS = [
  load('a', 60),
  load('b', 30),
  load('c', 25),
  load('d', 2),
  load('e', 2),
  load('f', 2),
];
const secondsOf = (part: readonly string[]) =>
  LOADS.filter(({ item }) => part.includes(item)).reduce((sum, { seconds }) => sum + seconds, 0);

describe('balance', () => {
  it.each([1, 2, 3, 10])('puts each load into exactly one of %i parts', (count) => {
    const parts = balance(LOADS, count);
    expect(parts).toHaveLength(count);
    expect(parts.flat().sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('makes parts that take about as long', () => {
    expect(balance(LOADS, 2).map(secondsOf)).toEqual([60, 61]);
  });

  it('makes the same parts in whatever order the loads come', () => {
    expect(balance(LOADS.toReversed(), 2)).toEqual(balance(LOADS, 2));
  });

  it('makes nothing of nothing', () => {
    expect(balance([], 2)).toEqual([[], []]);
  });
});
