import type { Channel, ConsumeMessage } from 'amqplib';

/**
 * A quorum queue never has more messages than this out to one consumer.
 *
 * @see https://www.rabbitmq.com/docs/confirms#channel-qos-prefetch-throughput
 */
const MOST_PER_CONSUMER = 2000;

/**
 * Begins to take messages from a queue, with as many consumers as it takes to have `prefetch` messages out. They share
 * the channel, and so its delivery tags: to whoever acknowledges they are one.
 *
 * @param onMessage hears `null` when the broker cancels one of the consumers
 * @returns what ends all of them
 */
export async function consume(
  channel: Channel,
  queue: string,
  prefetch: number,
  onMessage: (message: ConsumeMessage | null) => void,
): Promise<() => Promise<void>> {
  const tags: string[] = [];
  for (let left = prefetch; left > 0; left -= MOST_PER_CONSUMER) {
    // It is for the consumers that are made after it.
    await channel.prefetch(Math.min(left, MOST_PER_CONSUMER));
    const { consumerTag } = await channel.consume(queue, onMessage);
    tags.push(consumerTag);
  }
  return async () => {
    for (const tag of tags) await channel.cancel(tag);
  };
}
