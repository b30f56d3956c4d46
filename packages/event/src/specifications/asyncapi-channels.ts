import { deadLetterQueueOf, TOPOLOGY } from '../topology.ts';
import { amqpBinding } from './asyncapi-binding.ts';

const DEAD_LETTER_QUEUE = deadLetterQueueOf(TOPOLOGY.queue);

/** The exchanges and queues, and which messages go through them. */
export const channels = {
  postViewed: {
    address: TOPOLOGY.routingKey,
    title: 'What is published',
    description:
      `The exchange, with the routing key as the address. The queue \`${TOPOLOGY.queue}\` is bound to it; publishing ` +
      'straight to that queue, through the default exchange, works as well.',
    messages: messagesIn('postView', 'postViews'),
    bindings: amqpBinding({ is: 'routingKey', exchange: exchange(TOPOLOGY.exchange, 'topic') }),
  },
  postViews: {
    address: TOPOLOGY.queue,
    title: 'What waits to be counted',
    description:
      'A quorum queue with overflow reject-publish: when it is full the broker refuses (nack), and drops nothing.',
    messages: messagesIn('postView', 'postViews'),
    bindings: amqpBinding({ is: 'queue', queue: queue(TOPOLOGY.queue) }),
  },
  deadLetters: {
    address: DEAD_LETTER_QUEUE,
    title: 'What cannot be counted',
    description: `A quorum queue, bound to the exchange \`${TOPOLOGY.deadLetterExchange}\` with \`${TOPOLOGY.queue}\`.`,
    messages: messagesIn('deadLetter'),
    bindings: amqpBinding({ is: 'queue', queue: queue(DEAD_LETTER_QUEUE) }),
  },
  toDeadLetters: {
    address: TOPOLOGY.queue,
    title: 'Where dead letters are published',
    description: 'The exchange; the routing key is the queue that the message came from.',
    messages: messagesIn('deadLetter'),
    bindings: amqpBinding({
      is: 'routingKey',
      exchange: exchange(TOPOLOGY.deadLetterExchange, 'direct'),
    }),
  },
};

function exchange(name: string, type: 'topic' | 'direct'): object {
  return { name, type, durable: true, autoDelete: false };
}

function queue(name: string): object {
  return { name, durable: true, exclusive: false, autoDelete: false };
}

function messagesIn(...names: string[]): object {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
}
