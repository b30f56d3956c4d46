import type { ConnectionEvent, Trouble } from '@post-views/amqp';

/** What keeps the broker from confirming, as far as the connection knows: for the messages of errors. */
export class BrokerStatus {
  #blocked = false;
  #lastFailure: Trouble | undefined;
  #listener = () => {};

  /** Whether the broker has told us to send nothing, as it does when it is short of memory or disk. */
  get blocked(): boolean {
    return this.#blocked;
  }

  update(event: ConnectionEvent, trouble: Trouble | undefined): void {
    this.#blocked = event === 'blocked';
    // Kept when a connection is made: it may be lost for the same reason again.
    if (event === 'lost' || event === 'failed') this.#lastFailure = trouble;
    this.#listener();
  }

  onUpdate(listener: () => void): void {
    this.#listener = listener;
  }

  /** A view was confirmed: earlier failures explain nothing any more. */
  clear(): void {
    this.#lastFailure = undefined;
  }

  /** The end of an error's message; empty when nothing is known. */
  suffix(): string {
    if (this.#blocked) return ': the broker has blocked publishing, being short of memory or disk';
    return this.#lastFailure === undefined ? '' : `; last failure: ${this.#lastFailure.reason}`;
  }
}
