import { describe, expect, it } from 'vitest';
import { countByPost } from '../../src/queries/count-by-post.ts';
import type { PostView } from '../../src/queries/post-view.ts';

const DAY = 24 * 60 * 60;

function view(postUuid: string, viewedAt: number): PostView {
  return { postUuid, viewedAt } as PostView;
}

describe('countByPost', () => {
  it('counts each post, and each of its days, in the order of the keys', () => {
    const views = [
      view('b', 2 * DAY + 5),
      view('a', DAY - 1),
      view('b', DAY),
      view('b', 2 * DAY),
      view('a', DAY - 2),
    ];
    expect(countByPost(views)).toEqual([
      { postUuid: 'a', total: 2, days: [{ day: 0, count: 2 }] },
      {
        postUuid: 'b',
        total: 3,
        days: [
          { day: DAY, count: 1 },
          { day: 2 * DAY, count: 2 },
        ],
      },
    ]);
  });
});
