import { PublishAttemptError } from '@post-views/amqp';
import type { PublishErrorCode } from './errors.ts';

/** Why a message has no confirmation. */
export type FailureCode = Exclude<PublishErrorCode, 'BUFFER_FULL'>;

/** What has become of a message; `undefined` when it is confirmed. */
export type Failure = FailureCode | undefined;

export interface OutboxOptions {
  /** One attempt; rejects when the broker does not confirm it. */
  readonly publish: (body: Buffer, messageId: string | undefined) => Promise<void>;
  /** Whether an attempt can be made at the moment. */
  readonly ready: () => boolean;
  /** How long a message may take, from {@link Outbox.send} on, with all attempts. */
  readonly timeoutMs: number;
}

export interface Outgoing {
  readonly body: Buffer;
  readonly messageId: string | undefined;
  /** How many views are in it. */
  readonly views: number;
}

interface Entry extends Outgoing {
  readonly settled: Promise<Failure>;
  readonly settle: (failure: Failure) => void;
}

/** Long enough for a connection that is ending to have ended. */
const AGAIN_MS = 100;

/**
 * What is to be published and not confirmed yet.
 *
 * A message is either on its way, in one attempt, or waits for a connection. It begins on its way if there is one. When
 * the broker confirms it, returns it or refuses it, it is settled. When an attempt ends without an answer, because the
 * connection is lost, or was not there, it waits; {@link flush}, after a connection was made, sends all that waits, in
 * the order in which it came. It is settled as well when its time is up, and by {@link abandon}; the outcome of an attempt
 * that is still going on is ignored then.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #unsettled = new Set<Entry>();
  readonly #waiting = new Set<Entry>();
  #views = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** How many views are in it. */
  get views(): number {
    return this.#views;
  }

  /** Never throws. */
  send(outgoing: Outgoing): Promise<Failure> {
    const { promise, resolve } = Promise.withResolvers<Failure>();
    const timer = setTimeout(() => entry.settle('UNCONFIRMED'), this.#options.timeoutMs);
    const entry: Entry = {
      ...outgoing,
      settled: promise,
      settle: (failure) => {
        if (!this.#unsettled.delete(entry)) return;
        this.#waiting.delete(entry);
        this.#views -= entry.views;
        clearTimeout(timer);
        resolve(failure);
      },
    };
    this.#unsettled.add(entry);
    this.#views += entry.views;
    if (this.#options.ready()) void this.#attempt(entry);
    else this.#waiting.add(entry);
    return promise;
  }

  /** Sends what waits, if it can be sent. */
  flush(): void {
    if (!this.#options.ready()) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const entry of waiting) void this.#attempt(entry);
  }

  /** Resolves when all that is in it now is settled. */
  async settled(): Promise<void> {
    await Promise.all([...this.#unsettled].map((entry) => entry.settled));
  }

  /** Gives up all that is not confirmed. */
  abandon(): void {
    for (const entry of this.#unsettled) entry.settle('CLOSED');
  }

  async #attempt(entry: Entry): Promise<void> {
    try {
      await this.#options.publish(entry.body, entry.messageId);
      entry.settle(undefined);
    } catch (error) {
      const code = error instanceof PublishAttemptError ? error.code : 'LOST';
      if (code === 'RETURNED' || code === 'REFUSED') entry.settle(code);
      else this.#wait(entry);
    }
  }

  #wait(entry: Entry): void {
    if (!this.#unsettled.has(entry)) return;
    this.#waiting.add(entry);
    // A new connection may have been made in the meantime, which nobody will tell again.
    setTimeout(() => this.flush(), AGAIN_MS).unref();
  }
}
