import { channels } from './asyncapi-channels.ts';
import { components, JSON_TYPE } from './asyncapi-components.ts';
import { operations } from './asyncapi-operations.ts';

/**
 * The messages of this service, what they go through and what must be true of them, as AsyncAPI 3.
 *
 * It stands on the side of the consumers: `receive` is what publishers send.
 *
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApi(): object {
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
    defaultContentType: JSON_TYPE,
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
    channels,
    operations,
    components: components(),
  };
}
