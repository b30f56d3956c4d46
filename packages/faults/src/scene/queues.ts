import { closeQuietly, connectOnce } from '@post-views/amqp';
import { deadLetterQueueOf } from '@post-views/event';
import type { Channel } from 'amqplib';

/**
 * RabbitMQ keeps its register of quorum queues in a file that it writes every few seconds: of a queue that is younger,
 * a crash of the only node takes the messages with it, confirmed ones as well.
 */
export const REGISTERED_MS = 6_000;

/** Does something with a broker, on a connection of its own: others may have been cut. */
export async function withChannel<T>(
  url: string,
  work: (channel: Channel) => Promise<T>,
): Promise<T> {
  const connection = await connectOnce({ url, purpose: 'faults' });
  // What fails is told by the call that fails.
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    return await work(channel);
  } finally {
    await closeQuietly(connection);
  }
}

/** How many messages wait for a consumer. */
export function messagesIn(url: string, queue: string): Promise<number> {
  return withChannel(url, async (channel) => (await channel.checkQueue(queue)).messageCount);
}

export async function deleteQueues(url: string, queue: string): Promise<void> {
  await withChannel(url, async (channel) => {
    await channel.deleteQueue(queue);
    await channel.deleteQueue(deadLetterQueueOf(queue));
  });
}
