import { describe, expect, it } from 'vitest';
import { boundsOf } from '../../src/queries/bounds.ts';
import type { RankedList } from '../../src/queries/ranked-lists.ts';

const list = (views: Record<string, number>, others: number): RankedList => ({
  views: new Map(Object.entries(views)),
  others,
});

describe('boundsOf', () => {
  it('takes the last of a list for what others can have on that day', () => {
    const days = [list({ a: 9, b: 5 }, 5), list({ b: 7, c: 6 }, 6), list({ a: 1 }, 0)];
    expect(boundsOf({ days })).toEqual({
      candidates: [
        { postUuid: 'a', atMost: 9 + 6 + 1 },
        { postUuid: 'b', atMost: 5 + 7 + 0 },
        { postUuid: 'c', atMost: 5 + 6 + 0 },
      ],
      othersAtMost: 5 + 6 + 0,
    });
  });

  it('takes what a post has in all for a bound of its own', () => {
    const days = [list({ a: 9 }, 9), list({ b: 7 }, 7)];
    expect(boundsOf({ days, totals: list({ d: 15, a: 14, c: 12 }, 12) })).toEqual({
      candidates: [
        { postUuid: 'd', atMost: 15 },
        { postUuid: 'a', atMost: 14 },
        { postUuid: 'b', atMost: 12 },
        { postUuid: 'c', atMost: 12 },
      ],
      othersAtMost: 12,
    });
  });
});
