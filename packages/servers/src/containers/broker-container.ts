import { RabbitMQContainer } from '@testcontainers/rabbitmq';
import { amqpUrl, LOGIN_NAME, newPassword } from '../logins.ts';
import type { Broker } from '../servers.ts';
import { PROBE_TIMEOUT_MS, readyLine, untilReady } from '../until-ready.ts';
import { readBrokerVersion } from '../versions.ts';
import { addressOf, type Context, pidOf, startContainer } from './container.ts';

export const BROKER_IMAGE = 'rabbitmq:4.3-management';
const TIMEOUT_MS = 20_000;

/** Starts RabbitMQ in a container and waits for "Server startup complete" and an answered handshake. */
export async function startBrokerContainer(context: Context): Promise<Broker> {
  const password = newPassword();
  const definition = new RabbitMQContainer(BROKER_IMAGE).withEnvironment({
    RABBITMQ_DEFAULT_USER: LOGIN_NAME,
    RABBITMQ_DEFAULT_PASS: password,
  });
  const { container, lastLines } = await startContainer(context, 'RabbitMQ', definition);

  const url = amqpUrl(password, addressOf(container, 5672));
  const version = await untilReady({
    what: 'RabbitMQ',
    probe: () => readBrokerVersion(url, PROBE_TIMEOUT_MS),
    timeoutMs: TIMEOUT_MS,
    ended: () => undefined,
    lastLines,
  });
  context.progress(readyLine(version, context.startedAt));
  const control = { way: 'container', id: container.getId() } as const;
  return { url, version, pid: await pidOf(context, container), control };
}
