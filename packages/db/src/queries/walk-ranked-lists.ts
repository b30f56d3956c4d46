import { type Bounds, boundsOf } from './bounds.ts';
import type { RankedLists } from './ranked-lists.ts';
import { type Scored, Scores, type ScoresOptions } from './scores.ts';

export interface Walk<S extends Scored> extends ScoresOptions<S> {
  readonly lists: RankedLists;
  /** Whether the totals of all days say something of the scores as well. */
  readonly withTotals: boolean;
  /** How many days are added up for a score. */
  readonly daysOfScore: number;
  /** Ends it between two statements. */
  readonly signal?: AbortSignal | undefined;
  /** How much may be read at a time, and be added up in all, in entries of lists, before it is given up. */
  readonly mostEntries: number;
}

const FIRST_ENTRIES = 6_000;
const FIRST_DEPTH = 4;
const LEAST_WANTED = 10;
/** Of many lists not each is read as deep as that. */
const LISTS = 30;
/** How much further down it goes each time. */
const STEP = 4;
/** So many posts are rather asked for than found out by all entries of the days. */
const FEW_TOTALS = 1_000;
const FEW_TOTALS_PER_WANTED = 4;
/** To add up days by the key of a post takes a part of what it takes to find the post in a list. */
const SUMMED_PER_ENTRY = 4;

/**
 * Finds the posts that have the highest scores over some days, without adding up the days of all of them.
 *
 * There is a list of each day, sorted by views. The head of each is read. A post that is in none of these heads has
 * on each day at most as many views as the last one of that day's head, so over all days at most the sum of these:
 * the threshold. The posts that are in some head are the candidates; what they have over all days is asked for. When
 * there are as many as are wanted whose scores are all above the threshold, no other post can be among them, and that
 * is the answer. Scores as high as the threshold are not enough: among posts of the same score the UUID decides, and the
 * other one's is not known. This is the threshold algorithm of Fagin, Lotem and Naor.
 *
 * Mostly it ends there. If not, the last score of those found so far says how far down there is to go, as in the
 * algorithm of Cao and Wang: to have as many views in n days, a post must have an n-th of them on one day at least. All
 * posts that have are the next candidates, without those that the entries found show to be too low; after that, the
 * threshold is below the last score. It may be far down, and the score still low: so it goes down in steps, of which
 * each finds higher scores.
 *
 * Candidates are asked for in the order of what they can have at most, and only until no other can have enough. And the
 * totals of all days are one more list, which bounds all others by itself, since nobody has more in some days than
 * in all: where days have little in common, over many of them, their threshold is high for long, and that of the totals
 * is not. As long as few posts have as many views in all as the last one found has in these days, they are the next
 * candidates.
 *
 * What it reads depends on how clear the first are of the rest, not on how many posts there are. In the worst case, where
 * all are seen alike, it would read everything: it gives up when that would be more than `mostEntries`.
 *
 * @see https://doi.org/10.1016/S0022-0000(03)00026-6 (Optimal aggregation algorithms for middleware, 2003)
 * @see https://doi.org/10.1145/1011767.1011798 (Efficient top-k query calculation in distributed networks, 2004)
 * @throws the reason of `signal`, and what the database throws
 * @returns the first ones, highest score first, ties by UUID; fewer only if there are no more; `undefined` if it was given up
 */
export async function walkRankedLists<S extends Scored>(
  walk: Walk<S>,
): Promise<readonly S[] | undefined> {
  if (firstEntries(walk) > walk.mostEntries) return undefined;
  const { signal } = walk;
  const scores = new Scores({
    ...walk,
    scoresOf: (posts) => {
      signal?.throwIfAborted();
      return walk.scoresOf(posts);
    },
  });
  const mostAsked = (walk.mostEntries * SUMMED_PER_ENTRY) / walk.daysOfScore;
  let bounds: Bounds | undefined = await readHeads(walk);
  while (bounds !== undefined) {
    if (!(await scores.askFor(bounds, mostAsked))) return undefined;
    if (bounds.othersAtMost < scores.leastViews) return scores.first;
    signal?.throwIfAborted();
    bounds = await readFurther(walk, bounds, scores.leastViews);
  }
  return undefined;
}

/** Deep enough for what is wanted to be found at once, mostly. */
function firstEntries({ wanted, lists: { days } }: Walk<Scored>): number {
  const heads = Math.max(wanted, LEAST_WANTED) * Math.min(days, LISTS);
  return Math.min(FIRST_DEPTH * heads, FIRST_ENTRIES);
}

async function readHeads(walk: Walk<Scored>): Promise<Bounds> {
  const entries = firstEntries(walk);
  const heads = await walk.lists.heads({
    ofDay: Math.ceil(entries / walk.lists.days),
    ofTotals: walk.withTotals ? Math.ceil(entries / FIRST_DEPTH) : 0,
  });
  return boundsOf(heads);
}

/**
 * @param leastViews how many views a post must have at least to be of interest
 * @returns `undefined` if there is too much to read
 */
async function readFurther(
  { lists, withTotals, wanted, mostEntries }: Walk<Scored>,
  { othersAtMost }: Bounds,
  leastViews: number,
): Promise<Bounds | undefined> {
  const ofDay = Math.ceil(Math.max(leastViews, othersAtMost / STEP) / lists.days);
  const more = await lists.areMore(
    { views: ofDay, most: mostEntries },
    { views: leastViews, most: FEW_TOTALS + FEW_TOTALS_PER_WANTED * wanted },
  );
  if (withTotals && !more.ofTotals) {
    return { candidates: await lists.oftenInAll(leastViews), othersAtMost: leastViews - 1 };
  }
  if (more.ofDays) return undefined;
  return {
    candidates: await lists.oftenOnADay(ofDay, leastViews),
    othersAtMost: lists.days * (ofDay - 1),
  };
}
