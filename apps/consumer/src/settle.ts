import type { Channel, ConsumeMessage } from 'amqplib';
import { IllegalOperationError } from 'amqplib';
import type { DeadLetter } from './dead-letter.ts';

export interface Settled {
  readonly message: ConsumeMessage;
  /** What of the message can't be counted; empty when all of it is in the database. */
  readonly deadLetters: readonly DeadLetter[];
}

export interface SettlerOptions {
  /** The channel that delivered the messages: no other may acknowledge them. */
  readonly channel: Pick<Channel, 'ack'>;
  /** Resolves once the broker has taken the letter; rejects only when there is no use in trying on. */
  readonly publish: (letter: DeadLetter) => Promise<void>;
  /** A letter could not be published, so its message stays un-acknowledged. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Acknowledges the messages of one channel, and is the only place that does.
 *
 * Nothing is acknowledged before it is safe: its good events committed, its bad ones taken by the
 * dead-letter queue. `multiple` acknowledges every message up to a tag, so it goes only as far as all of
 * them are settled: the *frontier*. A message that waits for its dead letter holds the frontier; what is
 * settled beyond is acknowledged one by one, so that a slow dead-letter queue doesn't hold up the views.
 *
 * @see https://www.rabbitmq.com/docs/confirms#consumer-acks-multiple-parameter
 */
export class Settler {
  readonly #options: SettlerOptions;
  /** The highest tag up to which everything is acknowledged. A channel numbers its deliveries from 1. */
  #frontier = 0;
  readonly #beyond = new Set<number>();
  readonly #waiting = new Set<Promise<void>>();

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  /**
   * @param batch in the order of delivery; what is good in it is committed. Returns at once: messages
   *   with dead letters follow when those are safe
   */
  settle(batch: readonly Settled[]): void {
    const clean = batch.filter(({ deadLetters }) => deadLetters.length === 0);
    this.#acknowledge(clean.map(({ message }) => message));
    for (const settled of batch) {
      if (settled.deadLetters.length > 0) this.#settleLater(settled);
    }
  }

  /** Resolves when no message waits for its dead letter any more. */
  async drain(): Promise<void> {
    await Promise.all(this.#waiting);
  }

  #settleLater({ message, deadLetters }: Settled): void {
    const waiting = Promise.all(deadLetters.map(this.#options.publish))
      .then(() => this.#acknowledge([message]))
      .catch(this.#options.onFailure)
      .finally(() => this.#waiting.delete(waiting));
    this.#waiting.add(waiting);
  }

  #acknowledge(messages: readonly ConsumeMessage[]): void {
    let last: ConsumeMessage | undefined;
    for (const message of messages) {
      const tag = message.fields.deliveryTag;
      if (tag !== this.#frontier + 1) {
        this.#beyond.add(tag);
        this.#ack(message, false);
        continue;
      }
      this.#frontier = tag;
      while (this.#beyond.delete(this.#frontier + 1)) this.#frontier += 1;
      last = message;
    }
    if (last) this.#ack(last, true);
  }

  #ack(message: ConsumeMessage, multiple: boolean): void {
    try {
      this.#options.channel.ack(message, multiple);
    } catch (error) {
      // The channel is gone and its tags with it: the broker delivers again, the database knows better.
      if (!(error instanceof IllegalOperationError)) throw error;
    }
  }
}
