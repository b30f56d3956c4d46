import { seededRandom } from '@post-views/testing/random';
import { uuidV4 } from './random.ts';
import { zipf } from './zipf.ts';

/** Which posts are seen, and how unequally. */
export interface Posts {
  readonly spread: 'zipf' | 'uniform';
  readonly count: number;
}

export const ZIPF_POSTS: Posts = { spread: 'zipf', count: 100_000 };
export const ONE_POST: Posts = { spread: 'uniform', count: 1 };
export const TEN_POSTS: Posts = { spread: 'uniform', count: 10 };
export const A_MILLION_POSTS: Posts = { spread: 'uniform', count: 1_000_000 };

/** The post whose views are watched; none of the others. */
export const PROBE_POST = 'bbbbbbbb-0000-4000-8000-000000000000';

/** Draws a post: its UUID. The posts are the same ones for every seed. */
export function postsOf({ spread, count }: Posts, random: () => number): () => string {
  const rank = spread === 'zipf' ? zipf(count, random) : () => Math.floor(random() * count);
  const known = new Map<number, string>();
  return () => {
    const drawn = rank();
    const post = known.get(drawn) ?? postOf(drawn);
    known.set(drawn, post);
    return post;
  };
}

/** The UUID of a post, by its rank from 0, the most seen. */
export function postOf(rank: number): string {
  return uuidV4(seededRandom(rank));
}
