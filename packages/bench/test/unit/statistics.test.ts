import { describe, expect, it } from 'vitest';
import { median, quantile, slope, summarize } from '../../src/measure/statistics.ts';

describe('quantile', () => {
  it.each([
    ['of one value, itself', [7], 0.95, 7],
    ['of an odd number, the middle one', [9, 1, 5], 0.5, 5],
    ['of an even number, between the two in the middle', [4, 1, 2, 3], 0.5, 2.5],
    ['0 is the least', [3, 1, 2], 0, 1],
    ['1 is the greatest', [3, 1, 2], 1, 3],
    ['in between, in proportion', [0, 10, 20, 30, 40], 0.95, 38],
    ['numbers are not sorted as text', [10, 9, 100], 1, 100],
  ])('%s', (_name, values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected);
  });

  it('leaves the values as they are', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('of nothing is a mistake', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('summarize', () => {
  it('tells the median and how far apart the values are', () => {
    expect(summarize([30, 10, 20, 100])).toEqual({ median: 25, min: 10, max: 100 });
  });
});

describe('slope', () => {
  it.each([
    ['rises', [1, 3, 5], 2],
    ['falls', [5, 3, 1], -2],
    ['stays', [4, 4, 4], 0],
    ['goes through the middle', [0, 2, 1], 0.5],
  ])('%s', (_name, values, expected) => {
    expect(slope(values.map((y, x) => ({ x, y })))).toBeCloseTo(expected);
  });

  it('is 0 when nothing changes but the value', () => {
    expect(slope([1, 2].map((y) => ({ x: 3, y })))).toBe(0);
  });
});
