import { setImmediate as nextTurn } from 'node:timers/promises';
import { closeQuietly } from '@post-views/amqp';
import type { ConsumeMessage } from 'amqplib';
import { type Broker, isLate } from './broker.ts';
import { Failure } from './failure.ts';

/**
 * `keep` leaves the letter where it is, for now; `mark` as well, until what is marked is removed; `take` says
 * that it will be removed soon, by itself.
 */
export type Verdict = 'keep' | 'mark' | 'take';

/** A stretch of the queue: a channel with one consumer, to which no more than `size` letters are out. */
export interface Span {
  /**
   * Removes the letters that are marked from the queue.
   *
   * @returns how many
   */
  removeMarked(): Promise<number>;
  /**
   * Takes no more letters, and waits until the broker has removed those that were acknowledged.
   *
   * @returns how many have come after all, and were not shown
   */
  finish(): Promise<number>;
  /** Gives what was not acknowledged back to the queue, in its order. */
  giveBack(): Promise<void>;
}

export interface SpanOptions {
  readonly queue: string;
  readonly size: number;
  /** Must not throw. `ack` removes the letter from the queue. */
  readonly onLetter: (message: ConsumeMessage, ack: () => void) => Verdict;
}

/** From this version on, what is given back by hand keeps its order, and is not counted as a failed delivery. */
const RETURNS_IN_ORDER = [4, 3] as const;

export async function openSpan(
  broker: Broker,
  { queue, size, onLetter }: SpanOptions,
): Promise<Span> {
  const channel = await broker.openChannel();
  const ack = (deliveryTag: number) =>
    // All that the client reads of the message: so nothing holds its body.
    channel.ack({ fields: { deliveryTag } } as ConsumeMessage);
  /** Tags: a number for each letter, and no more, for there may be many. */
  const marked: number[] = [];
  const { consumerTag } = await broker.run(async () => {
    await channel.prefetch(size);
    return channel.consume(queue, (message) => {
      if (message === null) return broker.fail(new Failure(`AMQP_QUEUE: ${queue} was deleted`));
      const { deliveryTag } = message.fields;
      const verdict = onLetter(message, () => ack(deliveryTag));
      if (verdict === 'mark') marked.push(deliveryTag);
    });
  });

  let late = 0;
  channel.on('handler-error', (error: Error) => {
    if (isLate(error)) late += 1;
  });

  return {
    async removeMarked() {
      const tags = marked.splice(0);
      for (const tag of tags) ack(tag);
      // The answer comes after the broker has read these: those of one span at most wait in memory.
      await channel.checkQueue(queue);
      return tags.length;
    },
    async finish() {
      // The channel of a quorum queue keeps acknowledgements back while many are under way, and forgets them
      // when it is closed. The queue answers the cancel after what it was sent before, and upon that the
      // channel sends the rest: before it answers anything else.
      await channel.cancel(consumerTag);
      await channel.checkQueue(queue);
      await nextTurn();
      return late;
    },
    async giveBack() {
      // Closing the channel would do. But it counts as a failed delivery, of which a queue that somebody else
      // has declared may allow few. Older versions count this as well, and don't keep the order.
      if (isAtLeast(broker.version, RETURNS_IN_ORDER)) channel.nackAll(true);
      await closeQuietly(channel);
    },
  };
}

function isAtLeast(version: readonly [number, number], wanted: readonly [number, number]): boolean {
  return version[0] > wanted[0] || (version[0] === wanted[0] && version[1] >= wanted[1]);
}
