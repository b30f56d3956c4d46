import { within } from '@post-views/service';
import type { Letter } from './letter.ts';
import type { Republish } from './republish.ts';

/** How long to wait for confirmations after nothing more is sent. */
const LAST_CONFIRMATIONS_MS = 3_000;

/** Has many letters on their way at a time, as far as there is memory for their bodies. */
export class Sender {
  readonly #republish: Republish;
  readonly maxBytes: number;
  readonly #sending = new Set<Promise<void>>();
  #bytes = 0;
  #sent = 0;

  /** @param maxBytes of the bodies that are on their way; of a single one, any number */
  constructor(republish: Republish, maxBytes: number) {
    this.#republish = republish;
    this.maxBytes = maxBytes;
  }

  /** Letters that are in the source queue and were removed from among the dead. */
  get sent(): number {
    return this.#sent;
  }

  /**
   * Returns at once; a failure is told by the connection on which is published.
   *
   * @returns whether there was room for the letter; if not, nothing is done
   */
  send(letter: Letter, remove: () => void): boolean {
    const bytes = letter.message.content.length;
    if (this.#bytes > 0 && this.#bytes + bytes > this.maxBytes) return false;
    this.#bytes += bytes;
    const sending = this.#republish(letter)
      .then(() => {
        remove();
        this.#sent += 1;
      })
      // It stays among the dead, and the connection tells why.
      .catch(() => undefined)
      .finally(() => {
        this.#bytes -= bytes;
        this.#sending.delete(sending);
      });
    this.#sending.add(sending);
    return true;
  }

  /** Resolves when nothing is on its way any more, or soon after `stopped` aborts. */
  async settled(stopped: AbortSignal): Promise<void> {
    const all = Promise.all(this.#sending);
    await within(stopped, all);
    await within(LAST_CONFIRMATIONS_MS, all);
  }
}
