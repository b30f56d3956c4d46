import type { ConnectionEvent } from '@post-views/amqp';

/** What keeps the broker from confirming, as far as it was heard: for the errors. */
export class Troubles {
  #blocked = false;
  #last: string | undefined;

  /** Whether the broker reads nothing of what is sent, as under an alarm of memory or disk. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** @param why there is no connection, as packages/amqp says it: with the name of a setting before */
  hear(event: ConnectionEvent, why: string | undefined): void {
    this.#blocked = event === 'blocked';
    // A connection that is made and lost again and again says why only while it is lost.
    if (event === 'lost' || event === 'failed') this.#last = why?.replace(/^[A-Z_]+: /, '');
  }

  /** A view was confirmed: what was before is over. */
  forget(): void {
    this.#last = undefined;
  }

  /** The end of a message. */
  describe(): string {
    if (this.#blocked) return ': the broker has blocked publishing, being short of memory or disk';
    return this.#last === undefined ? '' : `; last trouble: ${this.#last}`;
  }
}
