import { RabbitMQContainer } from '@testcontainers/rabbitmq';
import { amqpUrl, name, newPassword } from '../logins.ts';
import type { Server } from '../servers.ts';
import { readyLine, untilReady } from '../until-ready.ts';
import { readBrokerVersion } from '../versions.ts';
import { addressOf, type Context, startContainer } from './container.ts';

export const brokerImage = 'rabbitmq:4.3-management';

/** Starts RabbitMQ in a container and waits for "Server startup complete" and an answered handshake. */
export async function startBrokerContainer(context: Context): Promise<Server> {
  const password = newPassword();
  const definition = new RabbitMQContainer(brokerImage).withEnvironment({
    RABBITMQ_DEFAULT_USER: name,
    RABBITMQ_DEFAULT_PASS: password,
  });
  const { container, lastLines } = await startContainer(context, 'RabbitMQ', definition);

  const url = amqpUrl(password, addressOf(container, 5672));
  const version = await untilReady({
    what: 'RabbitMQ',
    probe: () => readBrokerVersion(url, 2_000),
    timeoutMs: 20_000,
    ended: () => undefined,
    lastLines,
  });
  context.progress(readyLine(version, context.startedAt));
  return { url, version };
}
