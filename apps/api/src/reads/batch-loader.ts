import { setImmediate as nextTurn } from 'node:timers/promises';

/** Reads something of each of some posts, in one statement; posts of which there is nothing are not in the answer. */
export type ReadPosts<T> = (posts: readonly string[]) => Promise<ReadonlyMap<string, T>>;

export interface BatchLoaderOptions {
  /** Posts of one statement, at most; but a caller that has more by itself is not split. */
  readonly maxPosts: number;
  /** Statements on the way at a time. */
  readonly maxStatements: number;
}

interface Caller<T> {
  readonly posts: readonly string[];
  readonly settle: PromiseWithResolvers<ReadonlyMap<string, T>>;
}

/** So many turns of the event loop it takes to settle the callers of a full statement. */
const TURNS = 20;

/**
 * Puts the questions of many callers into one statement, which costs little more than a question alone: those that come
 * within one turn of the event loop, and those that come while `maxStatements` are on the way.
 *
 * Its callers then go on one after the other: each makes an answer of its own, and others are served in between.
 *
 * @see https://github.com/graphql/dataloader whose idea it is
 */
export class BatchLoader<T> {
  readonly #read: ReadPosts<T>;
  readonly #options: BatchLoaderOptions;
  #waiting: Caller<T>[] = [];
  #statements = 0;
  #scheduled = false;

  constructor(read: ReadPosts<T>, options: BatchLoaderOptions) {
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
    const settle = await this.#outcome(posts);
    this.#statements -= 1;
    if (this.#waiting.length > 0) this.#schedule();
    await this.#inTurns(callers, settle);
  }

  async #outcome(posts: readonly string[]): Promise<(caller: Caller<T>) => void> {
    try {
      const read = await this.#read(posts);
      return ({ settle }) => settle.resolve(read);
    } catch (error) {
      return ({ settle }) => settle.reject(error);
    }
  }

  async #inTurns(
    callers: readonly Caller<T>[],
    settle: (caller: Caller<T>) => void,
  ): Promise<void> {
    let posts = 0;
    for (const caller of callers) {
      if (posts > this.#options.maxPosts / TURNS) {
        await nextTurn();
        posts = 0;
      }
      settle(caller);
      posts += caller.posts.length;
    }
  }

  /** As many callers as a statement has room for, first come, first served; always one. */
  #next(): { readonly posts: readonly string[]; readonly callers: readonly Caller<T>[] } {
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
