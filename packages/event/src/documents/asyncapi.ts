import { DEAD_LETTER_HEADERS, REJECTION_REASONS } from '../rejection.ts';
import { deadLetterQueueOf, TOPOLOGY } from '../topology.ts';
import { messageSchemas } from './schemas.ts';

const DEAD_LETTER_QUEUE = deadLetterQueueOf(TOPOLOGY.queue);
const CONTENT_TYPE = 'application/json';
const BINDING_VERSION = '0.3.0';

/**
 * The messages of this service, what they go through and what must be true of them, as AsyncAPI 3.
 *
 * It stands on the side of the consumers: `receive` is what publishers send.
 *
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 * @see https://github.com/asyncapi/bindings/tree/master/amqp
 */
export function asyncApiDocument(): object {
  return {
    asyncapi: '3.0.0',
    id: 'urn:post-views',
    info: {
      title: 'Post views',
      version: '1.0.0',
      description:
        'Counts how often posts are seen. Publishers send one message for each view, or an array of several; what can ' +
        "not be counted becomes a dead letter. docs/publishing.md tells how to publish, README.md has the queues' arguments.",
      license: { name: 'MIT' },
      tags: [{ name: 'analytics' }],
    },
    defaultContentType: CONTENT_TYPE,
    servers: {
      broker: {
        host: '{host}:{port}',
        pathname: '/{vhost}',
        protocol: 'amqp',
        protocolVersion: '0.9.1',
        description: 'RabbitMQ 3.10 or later',
        variables: {
          host: { default: 'localhost' },
          port: { default: '5672' },
          vhost: { default: '%2F' },
        },
        security: [{ $ref: '#/components/securitySchemes/login' }],
      },
    },
    channels: {
      postViewed: {
        address: TOPOLOGY.routingKey,
        title: 'What is published',
        description:
          `The exchange, with the routing key as the address. The queue \`${TOPOLOGY.queue}\` is bound to it; publishing ` +
          'straight to that queue, through the default exchange, works as well.',
        messages: messagesIn('postView', 'postViews'),
        bindings: amqp({ is: 'routingKey', exchange: exchange(TOPOLOGY.exchange, 'topic') }),
      },
      postViews: {
        address: TOPOLOGY.queue,
        title: 'What waits to be counted',
        description:
          'A quorum queue with overflow reject-publish: when it is full the broker refuses (nack), and drops nothing.',
        messages: messagesIn('postView', 'postViews'),
        bindings: amqp({ is: 'queue', queue: queue(TOPOLOGY.queue) }),
      },
      deadLetters: {
        address: DEAD_LETTER_QUEUE,
        title: 'What can not be counted',
        description: `A quorum queue, bound to the exchange \`${TOPOLOGY.deadLetterExchange}\` with \`${TOPOLOGY.queue}\`.`,
        messages: messagesIn('deadLetter'),
        bindings: amqp({ is: 'queue', queue: queue(DEAD_LETTER_QUEUE) }),
      },
      toDeadLetters: {
        address: TOPOLOGY.queue,
        title: 'Where dead letters are published',
        description: 'The exchange; the routing key is the queue that the message came from.',
        messages: messagesIn('deadLetter'),
        bindings: amqp({
          is: 'routingKey',
          exchange: exchange(TOPOLOGY.deadLetterExchange, 'direct'),
        }),
      },
    },
    operations: {
      takePostViews: {
        action: 'receive',
        channel: { $ref: '#/channels/postViewed' },
        title: 'Publish views here',
        description:
          'Publish persistent (delivery mode 2), mandatory, and with publisher confirms: a message that the broker has not ' +
          'confirmed may not be there, and one that no queue takes is dropped if it is not mandatory.',
        messages: messagesOf('postViewed', 'postView', 'postViews'),
        bindings: { amqp: { deliveryMode: 2, mandatory: true, bindingVersion: BINDING_VERSION } },
      },
      countPostViews: {
        action: 'receive',
        channel: { $ref: '#/channels/postViews' },
        description: 'Acknowledged when the views are committed to the database.',
        messages: messagesOf('postViews', 'postView', 'postViews'),
        bindings: { amqp: { ack: true, bindingVersion: BINDING_VERSION } },
      },
      sendDeadLetters: {
        action: 'send',
        channel: { $ref: '#/channels/toDeadLetters' },
        messages: messagesOf('toDeadLetters', 'deadLetter'),
        bindings: { amqp: { deliveryMode: 2, mandatory: true, bindingVersion: BINDING_VERSION } },
      },
    },
    components: {
      securitySchemes: {
        login: {
          type: 'userPassword',
          description: `To publish, a user needs the right to write to \`${TOPOLOGY.exchange}\`.`,
        },
      },
      messages: {
        postView: {
          name: 'PostView',
          title: 'One view',
          contentType: CONTENT_TYPE,
          description:
            'The AMQP property message_id takes the place of event_id when that is missing and it is a UUID.',
          payload: { $ref: '#/components/schemas/PostView' },
        },
        postViews: {
          name: 'PostViews',
          title: 'Several views',
          contentType: CONTENT_TYPE,
          description: 'message_id is ignored: it can not be the id of each.',
          payload: { $ref: '#/components/schemas/PostViews' },
        },
        deadLetter: {
          name: 'DeadLetter',
          title: 'A dead letter',
          contentType: CONTENT_TYPE,
          description:
            'One event that can not be counted, or a message that can not be read. Its correlation id is its own.',
          headers: { $ref: '#/components/schemas/DeadLetterHeaders' },
          payload: { description: 'The bytes as they came, which may be anything.' },
        },
      },
      schemas: {
        ...messageSchemas('draft-07', (name) => `#/components/schemas/${name}`),
        DeadLetterHeaders: DEAD_LETTER_HEADERS_SCHEMA,
      },
    },
  };
}

const DEAD_LETTER_HEADERS_SCHEMA = {
  type: 'object',
  properties: {
    [DEAD_LETTER_HEADERS.reason]: { type: 'string', enum: REJECTION_REASONS },
    [DEAD_LETTER_HEADERS.detail]: { type: 'string', description: 'Which field, and why.' },
    [DEAD_LETTER_HEADERS.rejectedAt]: { type: 'string', format: 'date-time' },
  },
  required: Object.values(DEAD_LETTER_HEADERS),
};

function amqp(binding: object): object {
  return { amqp: { ...binding, bindingVersion: BINDING_VERSION } };
}

function exchange(name: string, type: 'topic' | 'direct'): object {
  return { name, type, durable: true, autoDelete: false };
}

function queue(name: string): object {
  return { name, durable: true, exclusive: false, autoDelete: false };
}

function messagesIn(...names: string[]): object {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
}

function messagesOf(channel: string, ...names: string[]): object[] {
  return names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
}
