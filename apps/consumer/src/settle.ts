import { type Channel, IllegalOperationError, type Message } from 'amqplib';
import type { DeadLetter } from './dead-letter.ts';
import type { Delivery } from './delivery.ts';

export interface Settled {
  readonly delivery: Delivery;
  /** What of the message can't be counted; empty when all of it is in the database. */
  readonly deadLetters: readonly DeadLetter[];
}

export interface SettlerOptions {
  /** The channel that delivered the messages: no other may acknowledge them. */
  readonly channel: Pick<Channel, 'ack' | 'nack'>;
  /** Resolves once the broker has taken the letter; rejects only when there is no use in trying on. */
  readonly publish: (letter: DeadLetter) => Promise<void>;
  /** A letter could not be published, so its message stays un-acknowledged. */
  readonly onFailure: (error: unknown) => void;
  /** Messages were acknowledged, whose bodies had so many bytes together. */
  readonly onSettled: (messages: number, bodyBytes: number) => void;
  /** Milliseconds, of a clock that is never set. */
  readonly now: () => number;
}

/** As many as there are on the way when each message is one bad event, and prefetch lets out no more. */
const MAX_LETTERS = 2_000;

/**
 * Acknowledges the messages of one channel, or gives them back, and is the only place that does.
 *
 * Nothing is acknowledged before it is safe: its good events committed, its bad ones taken by the
 * dead-letter queue. `multiple` acknowledges every message up to a tag. Batches come in the order of their
 * tags, so all messages before a batch are settled, but for those that are *held* because their dead letters
 * are on the way: `multiple` goes no further than to the first of them. What is settled beyond it is
 * acknowledged one by one, so that a slow dead-letter queue doesn't hold up the views. What was given back is
 * settled as well: that `multiple` goes beyond it changes nothing.
 *
 * @see https://www.rabbitmq.com/docs/confirms#consumer-acks-multiple-parameter
 */
export class Settler {
  readonly #options: SettlerOptions;
  /** By delivery tag; never more than prefetch lets out. */
  readonly #held = new Map<number, { since: number; published: Promise<void> }>();
  #finishing = false;
  /** The tag of the last message that is acknowledged with all before it, as soon as nothing is held. */
  #postponed: number | undefined;
  #letters = 0;
  #room: PromiseWithResolvers<void> | undefined;

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  /**
   * @param batch in the order of delivery; what is good in it is committed. Returns at once: messages
   *   with dead letters follow when those are safe
   */
  settle(batch: readonly Settled[]): void {
    for (const settled of batch) {
      if (settled.deadLetters.length > 0) this.#hold(settled);
    }
    const [firstHeld = Number.POSITIVE_INFINITY] = this.#held.keys();
    const clean = batch.filter(({ deadLetters }) => deadLetters.length === 0);
    const last = clean.findLast(({ delivery }) => delivery.tag < firstHeld);
    if (last) this.#ack(last.delivery.tag, true);
    const beyond = clean.filter(({ delivery }) => delivery.tag > firstHeld);
    if (this.#finishing) this.#postponed = beyond.at(-1)?.delivery.tag ?? this.#postponed;
    else for (const { delivery } of beyond) this.#ack(delivery.tag, false);
    const bytes = clean.reduce((sum, { delivery }) => sum + delivery.content.length, 0);
    if (clean.length > 0) this.#options.onSettled(clean.length, bytes);
  }

  /** Puts a message that has not been touched back into its queue. */
  giveBack(tag: number): void {
    this.#send(() => this.#options.channel.nack(messageOf(tag), false, true));
  }

  /**
   * Resolves when there are not too many dead letters on the way. A letter takes more memory than the few
   * bytes of the event that it is for, and an array may hold 500 of those.
   */
  async untilRoom(): Promise<void> {
    if (this.#letters <= MAX_LETTERS) return;
    this.#room ??= Promise.withResolvers();
    await this.#room.promise;
  }

  /** Dead letters on the way. */
  get letters(): number {
    return this.#letters;
  }

  /** Messages that wait for nothing but their dead letters. */
  get held(): number {
    return this.#held.size;
  }

  /** For how long the oldest dead letter has been on the way, in milliseconds; 0 when there is none. */
  msSinceFirstHeld(): number {
    const [first] = this.#held.values();
    return first ? this.#options.now() - first.since : 0;
  }

  /**
   * No batches will come but those that are being written. From now on what is beyond a held message waits, and is
   * acknowledged by one frame: of many, the broker may have sent on only some to the queue when the channel
   * is closed, and would deliver the others again.
   */
  finish(): void {
    this.#finishing = true;
  }

  /** Resolves when no message waits for its dead letters any more. */
  async drain(): Promise<void> {
    await Promise.all([...this.#held.values()].map(({ published }) => published));
  }

  #hold({ delivery, deadLetters }: Settled): void {
    // Not the body, which is in the letters by now: it would be held twice.
    const { tag } = delivery;
    const bytes = delivery.content.length;
    const letters = deadLetters.length;
    this.#letters += letters;
    const published = Promise.all(deadLetters.map(this.#options.publish))
      .then(() => {
        this.#ack(tag, false);
        // Only now: `multiple` must never go beyond one whose letter was lost.
        this.#held.delete(tag);
        if (this.#held.size === 0) this.#ackPostponed();
        this.#options.onSettled(1, bytes);
      })
      .catch(this.#options.onFailure)
      .finally(() => this.#forget(letters));
    this.#held.set(tag, { since: this.#options.now(), published });
  }

  #ackPostponed(): void {
    if (this.#postponed !== undefined) this.#ack(this.#postponed, true);
    this.#postponed = undefined;
  }

  #forget(letters: number): void {
    this.#letters -= letters;
    if (this.#letters > MAX_LETTERS) return;
    this.#room?.resolve();
    this.#room = undefined;
  }

  #ack(tag: number, multiple: boolean): void {
    this.#send(() => this.#options.channel.ack(messageOf(tag), multiple));
  }

  #send(settle: () => void): void {
    try {
      settle();
    } catch (error) {
      // The channel is gone and its tags with it: the broker delivers again, the database knows better.
      if (!(error instanceof IllegalOperationError)) throw error;
    }
  }
}

/** amqplib looks at nothing else of a message that is acknowledged. */
function messageOf(deliveryTag: number): Message {
  return { fields: { deliveryTag } } as Message;
}
