import { type Bounds, boundsOf } from './bounds.ts';
import type { RankedLists } from './ranked-lists.ts';
import { type Scored, Scores, type ScoresOptions } from './scores.ts';

export interface Walk<S extends Scored> extends ScoresOptions<S> {
  readonly lists: RankedLists;
  /** Whether an all-time total bounds a score usefully. */
  readonly withTotals: boolean;
  /** The number of days that are added up for a score. */
  readonly daysPerScore: number;
  /** How many entries of lists may be read at a time, or their worth be added up in all, before it gives up. */
  readonly maxEntries: number;
}

/** Beyond that, adding up all rows of the range is hardly slower, and certain to get there. */
export const MAX_ENTRIES = 400_000;

/** A head is read this many times as deep as k: days differ, and a deeper head means a lower threshold. */
const DEPTH_PER_K = 4;
/** For fewer posts the heads are as deep as for this many: they cost next to nothing, and more often settle it. */
const MIN_K = 10;
/** Lists beyond this many are read less deeply each, so that the first statement does not grow with the days. */
const FULL_DEPTH_LISTS = 30;
/** Keeps the first statement short for a large k as well: what it leaves open is read in steps. */
const FIRST_ENTRIES = 6_000;
/** Each step goes down to this part of the threshold: larger steps read more than is needed, smaller ones take longer. */
const STEP = 4;
/** Scoring a thousand posts, or four for each one wanted, is cheaper than reading the days further down. */
const FEW_TOTALS = 1_000;
const FEW_TOTALS_PER_K = 4;
/** A post's days lie side by side under its key, so adding one up costs a part of what an entry of a list costs. */
const DAYS_PER_ENTRY = 4;

/**
 * Finds the k posts with the highest scores over some days, without adding up the days of every post.
 *
 * There is a list for each day, sorted by views, and the head of each is read. A post that is in none of these heads has
 * at most as many views on each day as the last post of that day's head, and at most their sum over all days: the
 * threshold. The posts that are in some head are the candidates, and their scores are read. Once k scores are above the
 * threshold, no other post can be among the top k, and these are the answer. A score equal to the threshold is not
 * enough: ties are ordered by UUID, and that of the other post is not known. This is the threshold algorithm of Fagin,
 * Lotem and Naor.
 *
 * Mostly it ends there. If not, the k-th score says how far down to go, as in the algorithm of Cao and Wang: to reach
 * it over n days, a post must have an n-th of it on at least one day. All posts that do are the next candidates, except
 * those whose entries prove too low; after that, the threshold is below the k-th score. While the k-th score is still
 * low that would be far down, so it goes down in steps, each of which finds higher scores.
 *
 * Candidates are scored in the order of their upper bounds, and only until no other can reach the k-th score. The
 * all-time totals are one more list, and bound every post by themselves, since no post has more views over some days than
 * in total. Over many days that have little in common the threshold of the days stays high for long, and that of the
 * totals does not: while few posts have as many views in total as the k-th score, those are the next candidates.
 *
 * What it reads depends on how clearly the top k lead, not on the number of posts. In the worst case, where all posts are
 * seen alike, it would read everything: it gives up when that would be more than `maxEntries`.
 *
 * @see https://doi.org/10.1016/S0022-0000(03)00026-6 (Optimal aggregation algorithms for middleware, 2003)
 * @see https://doi.org/10.1145/1011767.1011798 (Efficient top-k query calculation in distributed networks, 2004)
 * @throws what `lists` and `scoresOf` throw
 * @returns the top k, highest score first, ties by UUID; fewer only if there are no more; `undefined` if it gave up
 */
export async function walkRankedLists<S extends Scored>(
  walk: Walk<S>,
): Promise<readonly S[] | undefined> {
  if (firstEntries(walk) > walk.maxEntries) return undefined;
  const scores = new Scores(walk);
  const maxScored = (walk.maxEntries * DAYS_PER_ENTRY) / walk.daysPerScore;
  let bounds: Bounds | undefined = await readHeads(walk);
  while (bounds !== undefined) {
    if (!(await scores.score(bounds, maxScored))) return undefined;
    if (bounds.threshold < scores.minViews) return scores.top;
    bounds = await readFurther(walk, bounds, scores.minViews);
  }
  return undefined;
}

/** The number of entries that mostly settle it at once. */
function firstEntries({ k, lists: { days } }: Walk<Scored>): number {
  const entries = DEPTH_PER_K * Math.max(k, MIN_K) * Math.min(days, FULL_DEPTH_LISTS);
  return Math.min(entries, FIRST_ENTRIES);
}

async function readHeads(walk: Walk<Scored>): Promise<Bounds> {
  const entries = firstEntries(walk);
  const heads = await walk.lists.heads({
    ofDay: Math.ceil(entries / walk.lists.days),
    ofTotals: walk.withTotals ? Math.ceil(entries / DEPTH_PER_K) : 0,
  });
  return boundsOf(heads);
}

/**
 * @param minViews a post with fewer cannot enter the top k
 * @returns `undefined` if there is too much to read
 */
async function readFurther(
  { lists, withTotals, k, maxEntries }: Walk<Scored>,
  { threshold }: Bounds,
  minViews: number,
): Promise<Bounds | undefined> {
  const minOnADay = Math.ceil(Math.max(minViews, threshold / STEP) / lists.days);
  const exceeded = await lists.exceed(
    { minViews: minOnADay, max: maxEntries },
    { minViews, max: FEW_TOTALS + FEW_TOTALS_PER_K * k },
  );
  if (withTotals && !exceeded.totals) {
    return { candidates: await lists.candidatesByTotal(minViews), threshold: minViews - 1 };
  }
  if (exceeded.days) return undefined;
  return {
    candidates: await lists.candidatesByDay(minOnADay, minViews),
    threshold: lists.days * (minOnADay - 1),
  };
}
