import { Overloaded } from '../request-errors.ts';

export interface BulkheadOptions {
  readonly maxConcurrent: number;
  /** How long others wait, in milliseconds, before they are refused; by default they are refused at once. */
  readonly maxWaitMs?: number;
  /** How many may wait. */
  readonly maxWaiting?: number;
}

interface Waiting {
  readonly enter: () => void;
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
    if (this.#inFlight < this.#options.maxConcurrent) this.#inFlight += 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #wait(): Promise<void> {
    const { maxWaitMs, maxWaiting } = this.#options;
    if (this.#waiting.length >= maxWaiting) throw new Overloaded();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      reject(new Overloaded());
    }, maxWaitMs);
    const waiting: Waiting = {
      enter: () => {
        clearTimeout(timer);
        resolve();
      },
    };
    this.#waiting.push(waiting);
    return promise;
  }

  /** Leaves the place to one that waits. */
  #leave(): void {
    const next = this.#waiting.pop();
    if (next) next.enter();
    else this.#inFlight -= 1;
  }
}
