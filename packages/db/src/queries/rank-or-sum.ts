import type { Scored } from '../top-k/scores.ts';
import { type Walk, walkRankedLists } from '../top-k/walk-ranked-lists.ts';

/**
 * Ranks posts by walking their lists, and where that is given up, by adding up all rows.
 *
 * @param sumAll finds the same top k
 * @returns the top k, highest score first, ties by UUID
 */
export async function rankOrSum<S extends Scored>(
  walk: Walk<S>,
  sumAll: () => Promise<readonly S[]>,
): Promise<readonly S[]> {
  return (await walkRankedLists(walk)) ?? (await sumAll());
}
