import { seededRandom } from '@post-views/testing/random';
import { zipf } from './zipf.ts';

/**
 * In which order posts are asked for: as readers ask; a few of them, or those of one list page, again and again, so that
 * each answer is one that was given before; or all of them in turn, so that none is.
 */
export type Order = 'zipf' | 'few' | 'page' | 'each';

const FEW = 10;
/** As many posts as a list page shows. */
export const PAGE = 50;

/** Draws the rank of a post, from 0 to `count - 1`: the same ones for the same seed. */
export function ranksOf(order: Order, count: number, seed: number): () => number {
  if (order === 'zipf') return zipf(count, seededRandom(seed));
  const ranks =
    order === 'each'
      ? shuffled(count, seed)
      : firstOf(Math.min(order === 'few' ? FEW : PAGE, count));
  let next = 0;
  return () => ranks[next++ % ranks.length] as number;
}

function firstOf(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, rank) => rank);
}

/** All ranks, each once (Fisher-Yates). */
function shuffled(count: number, seed: number): Uint32Array {
  const ranks = firstOf(count);
  const random = seededRandom(seed);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [ranks[last], ranks[other]] = [ranks[other] as number, ranks[last] as number];
  }
  return ranks;
}
