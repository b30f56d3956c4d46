import { Overloaded } from '../request-errors.ts';

/**
 * Works on at most `max` things at a time, and refuses others at once: a queue would only grow, until nobody waits for
 * its answers any more.
 *
 * @see https://learn.microsoft.com/en-us/azure/architecture/patterns/bulkhead
 */
export class Bulkhead {
  readonly #max: number;
  #inFlight = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** @throws {Overloaded}, or what `work` throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inFlight >= this.#max) throw new Overloaded();
    this.#inFlight += 1;
    try {
      return await work();
    } finally {
      this.#inFlight -= 1;
    }
  }
}
