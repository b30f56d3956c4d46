import type { Candidate, Heads } from './ranked-lists.ts';

/** What the lists read so far say about every post. */
export interface Bounds {
  /** The posts that are in some list, highest upper bound first. */
  readonly candidates: readonly Candidate[];
  /** Upper bound for a post that is in none of them. */
  readonly threshold: number;
}

/**
 * Bounds the sum over the days for every post. On a day whose head a post is not in, it has at most the upper bound of
 * that head; and over some days it never has more than its all-time total.
 */
export function boundsOf({ days, totals }: Heads): Bounds {
  const ofUnseen = days.reduce((sum, { upperBound }) => sum + upperBound, 0);
  const overDays = new Map<string, number>();
  for (const { views, upperBound } of days) {
    for (const [post, count] of views) {
      overDays.set(post, (overDays.get(post) ?? ofUnseen) - upperBound + count);
    }
  }
  const ofOtherTotals = totals?.upperBound ?? Number.POSITIVE_INFINITY;
  const posts = new Set([...overDays.keys(), ...(totals?.views.keys() ?? [])]);
  const candidates = [...posts].map((postUuid) => ({
    postUuid,
    upperBound: Math.min(
      overDays.get(postUuid) ?? ofUnseen,
      totals?.views.get(postUuid) ?? ofOtherTotals,
    ),
  }));
  return {
    candidates: candidates.sort((a, b) => b.upperBound - a.upperBound),
    threshold: Math.min(ofUnseen, ofOtherTotals),
  };
}
