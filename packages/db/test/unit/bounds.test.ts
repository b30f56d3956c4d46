import { describe, expect, it } from 'vitest';
import { boundsOf } from '../../src/top-k/bounds.ts';
import type { ListHead } from '../../src/top-k/ranked-lists.ts';

const list = (views: Record<string, number>, upperBound: number): ListHead => ({
  views: new Map(Object.entries(views)),
  upperBound,
});

describe('boundsOf', () => {
  it('bounds a post by the last of each head that it is not in', () => {
    const days = [list({ a: 9, b: 5 }, 5), list({ b: 7, c: 6 }, 6), list({ a: 1 }, 0)];
    expect(boundsOf({ days })).toEqual({
      candidates: [
        { postUuid: 'a', upperBound: 9 + 6 + 1 },
        { postUuid: 'b', upperBound: 5 + 7 + 0 },
        { postUuid: 'c', upperBound: 5 + 6 + 0 },
      ],
      threshold: 5 + 6 + 0,
    });
  });

  it('bounds a post by its all-time total as well', () => {
    const days = [list({ a: 9 }, 9), list({ b: 7 }, 7)];
    expect(boundsOf({ days, totals: list({ d: 15, a: 14, c: 12 }, 12) })).toEqual({
      candidates: [
        { postUuid: 'd', upperBound: 15 },
        { postUuid: 'a', upperBound: 14 },
        { postUuid: 'b', upperBound: 12 },
        { postUuid: 'c', upperBound: 12 },
      ],
      threshold: 12,
    });
  });
});
