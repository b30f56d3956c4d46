import { summarize } from '@post-views/bench';
import type { Replica } from './replica.ts';

/** Fewer looks say nothing of a trend. */
const ENOUGH_LOOKS = 60;
/** From the second third of the time to the last. */
const MOST_GROWTH = 1.15;
const MIB = 1024 * 1024;

/** A replica that lives through all of a scene, and what memory it takes. */
export class Witness {
  readonly replica: Replica;
  /** Bytes, in the order in which they were seen. */
  readonly #looks: number[] = [];

  constructor(replica: Replica) {
    this.replica = replica;
  }

  async look(): Promise<void> {
    this.#looks.push(await this.replica.metric('process_resident_memory_bytes'));
  }

  /** @throws when it takes clearly more in the end than in the middle */
  expectFlat(): void {
    if (this.#looks.length < ENOUGH_LOOKS) return;
    const { middle, end } = this.#thirds();
    if (end > MOST_GROWTH * middle) {
      throw new Error(`the memory of the witness has grown: ${this.told()}`);
    }
  }

  told(): string {
    if (this.#looks.length === 0) return 'the memory of the witness was not looked at';
    const { middle, end } = this.#thirds();
    const mib = (bytes: number) => `${Math.round(bytes / MIB)} MiB`;
    return `memory of a consumer that lived through all of it: ${mib(middle)} in the middle third, ${mib(end)} in the last`;
  }

  /** Medians. */
  #thirds(): { readonly middle: number; readonly end: number } {
    const third = Math.floor(this.#looks.length / 3);
    return {
      middle: summarize(this.#looks.slice(third, this.#looks.length - third)).median,
      end: summarize(this.#looks.slice(-Math.max(1, third))).median,
    };
  }
}
