import { boundsOf, type Candidate } from './bounds.ts';
import { compare } from './post-view.ts';
import type { Depths, RankedLists } from './ranked-lists.ts';

/** A post, and the number by which it is ranked. */
export interface Scored {
  readonly postUuid: string;
  readonly score: number;
}

export interface Walk<S extends Scored> {
  /** How many posts are wanted: the first so many. */
  readonly wanted: number;
  /** A post of fewer views in these days is not wanted; nor is one whose score is 0. */
  readonly leastViews: number;
  /** How many days, and so lists, there are. */
  readonly days: number;
  /** Whether the totals of all days are one more list. */
  readonly withTotals: boolean;
  /** How much may be read, in entries of lists, before it is given up. */
  readonly mostEntries: number;
  readonly readLists: (depths: Depths) => Promise<RankedLists>;
  /** What these posts really have; no score is larger than the post's views in these days. */
  readonly scoresOf: (postUuids: readonly string[]) => Promise<readonly S[]>;
}

/** Of lists that are as good as each other: more of them are not read as deep. */
const LISTS = 30;
const LEAST_WANTED = 10;
const FIRST_ENTRIES = 4_000;
const DEEPER = 4;
/** To add up the days of a post where they are stored costs a part of what it costs to hand them over. */
const SUMMED_PER_ENTRY = 4;
const LEAST_ASKED = 100;
const MOST_ASKED = 999;

/**
 * Finds the posts that have the highest scores over some days, without adding up the days of all of them.
 *
 * There is a list of each day, sorted by views. The head of each is read, to some depth. A post that is in none of these
 * heads has on each day at most as many views as the last one of that day's head, so over all days at most the sum of
 * these: the threshold. The posts that are in some head are the candidates; what they have over all days is asked
 * for. When there are as many as are wanted whose scores are all above the threshold, no other post can be among
 * them, and that is the answer. Otherwise the heads are read four times as deep. Scores as high as the threshold are not
 * enough: among posts of the same score the UUID decides, and the other one's is not known.
 *
 * This is the threshold algorithm of Fagin, Lotem and Naor, but for two things. Candidates are asked for in the order
 * of what they can have at most, and only until no other can have enough. And the totals of all days are one more list,
 * which bounds all others by itself, since nobody has more in some days than in all: where days have little in
 * common, over many of them, their threshold is high for long, and that of the totals is not.
 *
 * What it reads depends on how clear the first are of the rest, not on how many posts there are. In the worst case, a
 * thousand posts that are all seen alike, it would read everything: it gives up when it has read `mostEntries`.
 *
 * @see https://doi.org/10.1016/S0022-0000(03)00026-6 (Optimal aggregation algorithms for middleware, 2003)
 * @returns the first ones, highest score first, ties by UUID; fewer only if there are no more; `undefined` if it was given up
 */
export async function walkRankedLists<S extends Scored>(
  walk: Walk<S>,
): Promise<readonly S[] | undefined> {
  const scores = new Scores(walk);
  let read = 0;
  for (let entries = firstEntries(walk); ; entries *= DEEPER) {
    const left = walk.mostEntries - read - scores.entries;
    if (entries > left) return undefined;
    read += entries;
    const { candidates, othersAtMost } = boundsOf(await walk.readLists(depthsOf(walk, entries)));
    if (!(await scores.askFor(candidates, left - entries))) return undefined;
    if (othersAtMost < Math.max(walk.leastViews, 1) || scores.areAbove(othersAtMost)) {
      return scores.first;
    }
  }
}

/** Deep enough for what is wanted to be found at once, mostly. */
function firstEntries({ wanted, days }: Walk<Scored>): number {
  const heads = Math.max(wanted, LEAST_WANTED) * Math.min(days, LISTS);
  return Math.max(Math.ceil(1.5 * heads), Math.min(4 * heads, FIRST_ENTRIES));
}

function depthsOf({ days, withTotals }: Walk<Scored>, entries: number): Depths {
  return {
    ofDay: Math.ceil(entries / days),
    ofTotals: withTotals ? Math.ceil(entries / 4) : 0,
  };
}

/** The scores that have been asked for, the highest first. */
class Scores<S extends Scored> {
  readonly #walk: Walk<S>;
  readonly #asked = new Set<string>();
  /** As many as are wanted, at most. */
  first: readonly S[] = [];

  constructor(walk: Walk<S>) {
    this.#walk = walk;
  }

  /** What has been asked for, in entries of lists. */
  get entries(): number {
    return (this.#asked.size * this.#walk.days) / SUMMED_PER_ENTRY;
  }

  /** Whether there are enough, and all higher than that. */
  areAbove(bound: number): boolean {
    const last = this.first[this.#walk.wanted - 1];
    return last !== undefined && last.score > bound;
  }

  /**
   * Asks for those that can be among the first.
   *
   * @param candidates those that can have the most first
   * @returns `false` when that would take more than `mostEntries`
   */
  async askFor(candidates: readonly Candidate[], mostEntries: number): Promise<boolean> {
    const { wanted, leastViews, scoresOf } = this.#walk;
    const enough = this.entries + mostEntries;
    const unknown = candidates.filter(({ postUuid }) => !this.#asked.has(postUuid));
    const step = Math.min(Math.max(2 * wanted, LEAST_ASKED), MOST_ASKED);
    for (let from = 0; from < unknown.length; from += step) {
      const possible = unknown
        .slice(from, from + step)
        .filter(({ atMost }) => atMost >= leastViews && !this.areAbove(atMost));
      if (possible.length === 0) return true;
      if (this.entries > enough) return false;
      const posts = possible.map(({ postUuid }) => postUuid);
      for (const post of posts) this.#asked.add(post);
      this.#add(await scoresOf(posts));
    }
    return true;
  }

  #add(scores: readonly S[]): void {
    this.first = [...this.first, ...scores.filter(({ score }) => score > 0)]
      .sort((a, b) => b.score - a.score || compare(a.postUuid, b.postUuid))
      .slice(0, this.#walk.wanted);
  }
}
