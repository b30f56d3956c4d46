import { within } from '@post-views/service';
import type { Letter } from './letter.ts';
import type { Republish } from './republish.ts';

/** How long to wait for confirmations after nothing more is sent. */
const LAST_CONFIRMATIONS_MS = 3_000;

/** Has many letters on their way at a time. */
export class Sender {
  readonly #republish: Republish;
  readonly #sending = new Set<Promise<void>>();
  #sent = 0;

  constructor(republish: Republish) {
    this.#republish = republish;
  }

  /** Letters that are in the source queue and were removed from among the dead. */
  get sent(): number {
    return this.#sent;
  }

  /** Returns at once; a failure is told by the connection on which is published. */
  send(letter: Letter, remove: () => void): void {
    const sending = this.#republish(letter)
      .then(() => {
        remove();
        this.#sent += 1;
      })
      .catch(() => undefined)
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  /** Resolves when nothing is on its way any more, or soon after `stopped` aborts. */
  async settled(stopped: AbortSignal): Promise<void> {
    const all = Promise.all(this.#sending);
    await within(stopped, all);
    await within(LAST_CONFIRMATIONS_MS, all);
  }
}
