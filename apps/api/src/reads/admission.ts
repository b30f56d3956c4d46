import { SLOW_SHARE } from '../limits.ts';
import { Bulkhead } from './bulkhead.ts';

/**
 * How many requests may wait for a reading at a time; `slow` ones have a share of the places, so that they never take all.
 * What the cache answers needs no place, nor does a slow body on its way, or a slow reader.
 */
export class Admission {
  readonly #all: Bulkhead;
  readonly #slow: Bulkhead;

  constructor(maxInFlight: number) {
    this.#all = new Bulkhead(maxInFlight);
    this.#slow = new Bulkhead(Math.ceil(maxInFlight * SLOW_SHARE));
  }

  get inFlight(): number {
    return this.#all.inFlight;
  }

  /** @throws {Overloaded}, or what `work` throws */
  run<T>(work: () => Promise<T>, { slow }: { readonly slow: boolean }): Promise<T> {
    const admitted = () => this.#all.run(work);
    return slow ? this.#slow.run(admitted) : admitted();
  }
}
