import type { ConsumeMessage } from 'amqplib';
import { type Letter, letterOf } from './letter.ts';
import type { Verdict } from './span.ts';

/** Sees a letter; `remove` takes it out of the queue. Whatever it keeps of the letter stays in memory. */
export type Visit = (letter: Letter, remove: () => void) => Verdict;

/** Counts what becomes of the letters of a walk. */
export class Tally {
  #seen = 0;
  #keptInSpan = 0;
  #taken = 0;
  #removed = 0;
  #beyond = 0;

  /** Letters that were shown. */
  get seen(): number {
    return this.#seen;
  }

  /** Letters of the last span that are kept. */
  get keptInSpan(): number {
    return this.#keptInSpan;
  }

  /** Letters that are taken and not yet removed. */
  get taken(): number {
    return this.#taken;
  }

  /** Letters that the broker has out to us, or has had, and that will be in the queue again. */
  get toComeBack(): number {
    return this.#seen + this.#beyond - this.#removed;
  }

  /** Letters that the broker has had out to us, whatever became of them. */
  get handedOut(): number {
    return this.#seen + this.#beyond;
  }

  beginSpan(): void {
    this.#keptInSpan = 0;
  }

  /** @throws what `visit` throws */
  show(message: ConsumeMessage, ack: () => void, visit: Visit): Verdict {
    this.#seen += 1;
    let verdict: Verdict | undefined;
    const remove = () => {
      ack();
      this.#removed += 1;
      if (verdict === 'take') this.#taken -= 1;
    };
    verdict = visit(letterOf(message), remove);
    if (verdict === 'take') this.#taken += 1;
    else this.#keptInSpan += 1;
    return verdict;
  }

  /** Letters came after the last one of the walk, and were not shown. */
  addBeyond(letters: number): void {
    this.#beyond += letters;
  }

  /** Letters that were marked were removed. */
  addRemoved(letters: number): void {
    this.#removed += letters;
  }
}
