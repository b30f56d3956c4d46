import type { Candidate, Heads } from './ranked-lists.ts';

/** What is known after something was read. */
export interface Bounds {
  /** The posts that were met, those that can have the most views first. */
  readonly candidates: readonly Candidate[];
  /** What a post can have at most that was not. */
  readonly othersAtMost: number;
}

/**
 * How many views each post can have at most, in all of these days together. On a day whose head it is not in, it has at
 * most what that list's others have; and in some days it never has more than in all.
 */
export function boundsOf({ days, totals }: Heads): Bounds {
  const ofOthers = days.reduce((sum, { others }) => sum + others, 0);
  const inDays = new Map<string, number>();
  for (const { views, others } of days) {
    for (const [post, count] of views) {
      inDays.set(post, (inDays.get(post) ?? ofOthers) - others + count);
    }
  }
  const posts = new Set([...inDays.keys(), ...(totals?.views.keys() ?? [])]);
  const candidates = [...posts].map((postUuid) => ({
    postUuid,
    atMost: Math.min(
      inDays.get(postUuid) ?? ofOthers,
      totals?.views.get(postUuid) ?? totals?.others ?? Number.POSITIVE_INFINITY,
    ),
  }));
  return {
    candidates: candidates.sort((a, b) => b.atMost - a.atMost),
    othersAtMost: Math.min(ofOthers, totals?.others ?? Number.POSITIVE_INFINITY),
  };
}
