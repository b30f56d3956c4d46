import type { Bounds } from './bounds.ts';
import { compare } from './post-view.ts';

/** A post, and the number by which it is ranked. */
export interface Scored {
  readonly postUuid: string;
  readonly score: number;
}

export interface ScoresOptions<S extends Scored> {
  /** How many are wanted: the first so many. */
  readonly wanted: number;
  /** A post of fewer views in the days that are ranked is not wanted; nor is one whose score is 0. */
  readonly leastViews: number;
  /** No score is larger than the post's views in these days. */
  readonly scoresOf: (postUuids: readonly string[]) => Promise<readonly S[]>;
}

const FIRST_ASKED = 100;

/** The scores that have been asked for. */
export class Scores<S extends Scored> {
  readonly #options: ScoresOptions<S>;
  readonly #asked = new Set<string>();
  #first: readonly S[] = [];

  constructor(options: ScoresOptions<S>) {
    this.#options = options;
  }

  /** The highest, as many as are wanted at most; ties by UUID. */
  get first(): readonly S[] {
    return this.#first;
  }

  /** How many posts have been asked for. */
  get asked(): number {
    return this.#asked.size;
  }

  /** A post that has fewer views is not among the first. */
  get leastViews(): number {
    const last = this.#first[this.#options.wanted - 1];
    return Math.max(last?.score ?? 1, this.#options.leastViews, 1);
  }

  /**
   * Asks for those that can be among the first, and have not been asked for. When others can be as well, so that there is
   * more to read, only for as long as that finds higher ones: what is read next says better which of them can be.
   *
   * @param most how many may have been asked for after that
   * @returns `false` when that would be more
   */
  async askFor({ candidates, othersAtMost }: Bounds, most: number): Promise<boolean> {
    let unknown = candidates.filter(({ postUuid }) => !this.#asked.has(postUuid));
    let count = Math.max(2 * this.#options.wanted, FIRST_ASKED);
    while (unknown.length > 0) {
      const possible = unknown.slice(0, count).filter(({ atMost }) => atMost >= this.leastViews);
      if (possible.length === 0) return true;
      if (this.asked + possible.length > most) return false;
      const before = this.leastViews;
      await this.#ask(possible.map(({ postUuid }) => postUuid));
      const found = this.#first.length === this.#options.wanted;
      if (found && othersAtMost >= this.leastViews && this.leastViews === before) return true;
      unknown = unknown.slice(count);
      count *= 2;
    }
    return true;
  }

  async #ask(posts: readonly string[]): Promise<void> {
    for (const post of posts) this.#asked.add(post);
    const scores = await this.#options.scoresOf(posts);
    this.#first = [...this.#first, ...scores.filter(({ score }) => score > 0)]
      .sort((a, b) => b.score - a.score || compare(a.postUuid, b.postUuid))
      .slice(0, this.#options.wanted);
  }
}
