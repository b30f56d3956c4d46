import { compareBytes } from '../byte-order.ts';
import type { Bounds } from './bounds.ts';

/** A post, and the number by which it is ranked. */
export interface Scored {
  readonly postUuid: string;
  readonly score: number;
}

export interface ScoresOptions<S extends Scored> {
  /** The number of posts to find. */
  readonly k: number;
  /** Posts with fewer views over the ranked days are left out, as are those with a score of 0. */
  readonly minViews: number;
  /** No score is higher than the post's views over the ranked days. */
  readonly scoresOf: (postUuids: readonly string[]) => Promise<readonly S[]>;
}

/** One statement for a hundred posts costs little more than one for ten, and mostly settles it. */
const FIRST_SCORED = 100;

/** The scores that are known so far. */
export class Scores<S extends Scored> {
  readonly #options: ScoresOptions<S>;
  readonly #scored = new Set<string>();
  #top: readonly S[] = [];

  constructor(options: ScoresOptions<S>) {
    this.#options = options;
  }

  /** The highest, at most k of them; ties by UUID. */
  get top(): readonly S[] {
    return this.#top;
  }

  /** A post with fewer views over the ranked days cannot enter the top k. */
  get minViews(): number {
    const last = this.#top[this.#options.k - 1];
    return Math.max(last?.score ?? 1, this.#options.minViews, 1);
  }

  /**
   * Scores the candidates that can enter the top k, highest upper bound first. While a post that was not met can enter
   * it as well, it stops as soon as that finds no higher scores: what is read next bounds the remaining candidates better.
   *
   * @param max how many posts may be scored in all
   * @returns `false` if it would take more
   */
  async score({ candidates, threshold }: Bounds, max: number): Promise<boolean> {
    let unknown = candidates.filter(({ postUuid }) => !this.#scored.has(postUuid));
    let count = Math.max(2 * this.#options.k, FIRST_SCORED);
    while (unknown.length > 0) {
      const possible = unknown
        .slice(0, count)
        .filter(({ upperBound }) => upperBound >= this.minViews);
      if (possible.length === 0) return true;
      if (this.#scored.size + possible.length > max) return false;
      const before = this.minViews;
      await this.#add(possible.map(({ postUuid }) => postUuid));
      const isFull = this.#top.length === this.#options.k;
      if (isFull && threshold >= this.minViews && this.minViews === before) return true;
      unknown = unknown.slice(count);
      count *= 2;
    }
    return true;
  }

  async #add(posts: readonly string[]): Promise<void> {
    for (const post of posts) this.#scored.add(post);
    const scores = await this.#options.scoresOf(posts);
    this.#top = [...this.#top, ...scores.filter(({ score }) => score > 0)]
      .sort((a, b) => b.score - a.score || compareBytes(a.postUuid, b.postUuid))
      .slice(0, this.#options.k);
  }
}
