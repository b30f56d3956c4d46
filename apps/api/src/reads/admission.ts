import { PLACES } from '../limits.ts';
import { Bulkhead } from './bulkhead.ts';

/**
 * How many readings requests may wait for at a time: each takes a place, and waits for one if there is none. `slow` ones have a
 * share of the places, so that they never take all, and do not wait: they take long enough as it is. What the cache
 * answers needs no place, nor does a slow body on its way, or a slow reader.
 */
export class Admission {
  readonly #all: Bulkhead;
  readonly #slow: Bulkhead;

  constructor(places: number) {
    const { maxWaitMs, maxWaiting, slowShare } = PLACES;
    this.#all = new Bulkhead({ maxConcurrent: places, maxWaitMs, maxWaiting });
    this.#slow = new Bulkhead({ maxConcurrent: Math.ceil(places * slowShare) });
  }

  /** Readings that have a place. */
  get inFlight(): number {
    return this.#all.inFlight;
  }

  /** Readings that wait for a place. */
  get waiting(): number {
    return this.#all.waiting;
  }

  /** @throws {Overloaded}, or what `work` throws */
  run<T>(work: () => Promise<T>, { slow }: { readonly slow: boolean }): Promise<T> {
    return slow ? this.#slow.run(() => this.#all.runAtOnce(work)) : this.#all.run(work);
  }
}
