/** Reads something of each of some posts, in one statement; posts of which there is nothing are not in the answer. */
export type ReadPosts<T> = (posts: readonly string[]) => Promise<ReadonlyMap<string, T>>;

export interface GathererOptions {
  /** Posts of one statement, at most: more than any one caller has. */
  readonly maxPosts: number;
  /** Statements on the way at a time. */
  readonly maxStatements: number;
}

interface Waiting<T> {
  readonly posts: readonly string[];
  readonly settle: PromiseWithResolvers<ReadonlyMap<string, T>>;
}

/**
 * Puts questions of many callers into one statement, which costs little more than a question alone: those that come within
 * one turn of the event loop, and those that come while `maxStatements` are on the way.
 */
export class Gatherer<T> {
  readonly #read: ReadPosts<T>;
  readonly #options: GathererOptions;
  #waiting: Waiting<T>[] = [];
  #statements = 0;
  #scheduled = false;

  constructor(read: ReadPosts<T>, options: GathererOptions) {
    this.#read = read;
    this.#options = options;
  }

  /** @returns of these posts and maybe of others, whose callers were in the same statement */
  load(posts: readonly string[]): Promise<ReadonlyMap<string, T>> {
    const settle = Promise.withResolvers<ReadonlyMap<string, T>>();
    this.#waiting.push({ posts, settle });
    this.#schedule();
    return settle.promise;
  }

  #schedule(): void {
    if (this.#scheduled || this.#statements >= this.#options.maxStatements) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#send();
    });
  }

  async #send(): Promise<void> {
    const { posts, callers } = this.#next();
    this.#statements += 1;
    // What is left may go with another statement.
    if (this.#waiting.length > 0) this.#schedule();
    try {
      const read = await this.#read(posts);
      for (const { settle } of callers) settle.resolve(read);
    } catch (error) {
      for (const { settle } of callers) settle.reject(error);
    }
    this.#statements -= 1;
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** As many callers as a statement has room for, first come, first served; always one. */
  #next(): { readonly posts: readonly string[]; readonly callers: readonly Waiting<T>[] } {
    const posts = new Set<string>();
    let callers = 0;
    for (const waiting of this.#waiting) {
      if (callers > 0 && posts.size + waiting.posts.length > this.#options.maxPosts) break;
      for (const post of waiting.posts) posts.add(post);
      callers += 1;
    }
    return { posts: [...posts], callers: this.#waiting.splice(0, callers) };
  }
}
