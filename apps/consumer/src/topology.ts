import { deadLetterQueueOf, TOPOLOGY } from '@post-views/event';
import type { Channel } from 'amqplib';

/**
 * How often a message may come back. RabbitMQ 4 drops after 20 by default, and counts each crash of a
 * consumer for every message that was out to it: good events would be lost. Whether an event is bad is
 * decided by reading it, never by counting.
 *
 * @see https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling
 */
const DELIVERY_LIMIT = 1_000_000;

/**
 * Sees to the exchanges and queues: `declare` makes what is missing, `check` only looks whether those that the consumer
 * uses are there, for a broker user without the right to configure. The protocol has no way to look at arguments and
 * bindings: whoever declared them answers for those.
 *
 * @throws (and the broker closes the channel) when something is missing, or was declared otherwise
 */
export async function ensureTopology(
  channel: Channel,
  queue: string,
  mode: 'declare' | 'check',
): Promise<void> {
  if (mode === 'declare') await declare(channel, queue);
  else await check(channel, queue);
}

async function declare(channel: Channel, queue: string): Promise<void> {
  await declareDeadLetters(channel, queue);

  await channel.assertExchange(TOPOLOGY.exchange, 'topic', { durable: true });
  await channel.assertQueue(queue, {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      'x-delivery-limit': DELIVERY_LIMIT,
      'x-dead-letter-exchange': TOPOLOGY.deadLetterExchange,
      'x-dead-letter-routing-key': queue,
      // At least once needs reject-publish; otherwise the broker falls back to at most once, silently.
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    },
  });
  await channel.bindQueue(queue, TOPOLOGY.exchange, TOPOLOGY.routingKey);
}

/** The part of it that dead letters need. */
export async function declareDeadLetters(channel: Channel, queue: string): Promise<void> {
  const deadLetterQueue = deadLetterQueueOf(queue);
  await channel.assertExchange(TOPOLOGY.deadLetterExchange, 'direct', { durable: true });
  await channel.assertQueue(deadLetterQueue, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': DELIVERY_LIMIT },
  });
  await channel.bindQueue(deadLetterQueue, TOPOLOGY.deadLetterExchange, queue);
}

/**
 * Only at what is read and written here: RabbitMQ 4 wants a user to have some right on whatever they look at. That no
 * queue takes dead letters is seen when there is one, since they are published as mandatory.
 */
async function check(channel: Channel, queue: string): Promise<void> {
  await channel.checkQueue(queue);
  await channel.checkExchange(TOPOLOGY.deadLetterExchange);
}
