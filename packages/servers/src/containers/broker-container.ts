import { RabbitMQContainer } from '@testcontainers/rabbitmq';
import { brokerTlsSettings } from '../certificates.ts';
import { SMALL_BROKER_SETTINGS } from '../disk.ts';
import { amqpsUrl, amqpUrl, LOGIN_NAME, newPassword } from '../logins.ts';
import type { Broker } from '../servers.ts';
import { readBrokerVersion } from '../versions.ts';
import type { Context } from './container.ts';
import { startServerContainer } from './server-container.ts';

export const BROKER_IMAGE = 'rabbitmq:4.3-management';
const SETTINGS_FILE = '/etc/rabbitmq/conf.d/90-post-views.conf';
const PORT = 5672;
const TLS_PORT = 5671;

/** Starts RabbitMQ in a container and waits for "Server startup complete" and an answered handshake. */
export async function startBrokerContainer(context: Context): Promise<Broker> {
  const settings = [
    ...(context.options.smallDisks ? SMALL_BROKER_SETTINGS.container : []),
    ...(context.tls ? brokerTlsSettings(context.tls, String(TLS_PORT)) : []),
  ];
  const password = newPassword();
  const { container, server } = await startServerContainer(context, {
    what: 'RabbitMQ',
    image: BROKER_IMAGE,
    disk: { name: 'broker', folder: '/var/lib/rabbitmq' },
    port: PORT,
    tlsPort: TLS_PORT,
    define: () =>
      new RabbitMQContainer(BROKER_IMAGE)
        .withEnvironment({ RABBITMQ_DEFAULT_USER: LOGIN_NAME, RABBITMQ_DEFAULT_PASS: password })
        .withCopyContentToContainer([
          { target: SETTINGS_FILE, content: `${settings.join('\n')}\n` },
        ]),
    urlAt: (address) => amqpUrl(password, address),
    tlsUrlAt: (address) => amqpsUrl(password, address),
    readVersion: readBrokerVersion,
  });
  return { ...server, control: { way: 'container', id: container.getId() } };
}
