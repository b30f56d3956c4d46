import { Overloaded } from '../request-errors.ts';

export interface BulkheadOptions {
  readonly maxConcurrent: number;
  /** How long others wait, in milliseconds, before they are refused; by default they are refused at once. */
  readonly maxWaitMs?: number;
  /** How many may wait; beyond that, the one that has waited longest is refused. */
  readonly maxWaiting?: number;
}

interface Waiting {
  readonly enter: () => void;
  readonly refuse: () => void;
}

/**
 * Works on at most `maxConcurrent` things at a time; others wait for a while, or are refused. The last to come is the first to
 * go on: while more comes than can be worked on, whoever has waited for long will be refused in any case, and all others
 * would only wait as long as he does.
 *
 * @see https://resilience4j.readme.io/docs/bulkhead
 * @see https://queue.acm.org/detail.cfm?id=2839461 which calls that order adaptive LIFO
 */
export class Bulkhead {
  readonly #options: Required<BulkheadOptions>;
  /** The oldest first. */
  readonly #waiting: Waiting[] = [];
  #inFlight = 0;

  constructor({ maxConcurrent, maxWaitMs = 0, maxWaiting = 0 }: BulkheadOptions) {
    this.#options = { maxConcurrent, maxWaitMs, maxWaiting };
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws {Overloaded}, or what `work` throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#enter()) await this.#wait();
    return this.#workOn(work);
  }

  /** As {@link run}, without waiting. */
  async runAtOnce<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#enter()) throw new Overloaded();
    return this.#workOn(work);
  }

  #enter(): boolean {
    if (this.#inFlight >= this.#options.maxConcurrent) return false;
    this.#inFlight += 1;
    return true;
  }

  async #workOn<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #wait(): Promise<void> {
    const { maxWaitMs, maxWaiting } = this.#options;
    if (maxWaiting === 0) throw new Overloaded();
    if (this.#waiting.length >= maxWaiting) this.#waiting.shift()?.refuse();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // They come in the order in which they leave by it.
    const timer = setTimeout(() => this.#waiting.shift()?.refuse(), maxWaitMs);
    this.#waiting.push({
      enter: () => {
        clearTimeout(timer);
        resolve();
      },
      refuse: () => {
        clearTimeout(timer);
        reject(new Overloaded());
      },
    });
    return promise;
  }

  /** Leaves the place to one that waits. */
  #leave(): void {
    const next = this.#waiting.pop();
    if (next) next.enter();
    else this.#inFlight -= 1;
  }
}
