import { RabbitMQContainer } from '@testcontainers/rabbitmq';
import { brokerTlsSettings, CERTIFIED_HOST } from '../certificates.ts';
import { SMALL_BROKER_SETTINGS } from '../disk.ts';
import { amqpsUrl, amqpUrl, LOGIN_NAME, newPassword } from '../logins.ts';
import type { Broker } from '../servers.ts';
import { PROBE_TIMEOUT_MS, readyLine, untilReady } from '../until-ready.ts';
import { readBrokerVersion } from '../versions.ts';
import {
  addressOf,
  type Context,
  certificateFiles,
  pidOf,
  powerOf,
  startContainer,
  whyEnded,
} from './container.ts';
import { makeDisk } from './disk.ts';

export const BROKER_IMAGE = 'rabbitmq:4.3-management';
const SETTINGS_FILE = '/etc/rabbitmq/conf.d/90-post-views.conf';
const PORT = 5672;
const TLS_PORT = 5671;
const TIMEOUT_MS = 60_000;

/** Starts RabbitMQ in a container and waits for "Server startup complete" and an answered handshake. */
export async function startBrokerContainer(context: Context): Promise<Broker> {
  const disk = context.options.smallDisks
    ? await makeDisk(context, 'broker', BROKER_IMAGE)
    : undefined;
  const settings = [
    ...(disk ? SMALL_BROKER_SETTINGS.container : []),
    ...(context.tls ? brokerTlsSettings(context.tls, String(TLS_PORT)) : []),
  ];
  const password = newPassword();
  const { container, lastLines } = await startContainer(context, 'RabbitMQ', (host) =>
    new RabbitMQContainer(BROKER_IMAGE)
      .withEnvironment({ RABBITMQ_DEFAULT_USER: LOGIN_NAME, RABBITMQ_DEFAULT_PASS: password })
      .withBindMounts(disk ? [{ source: disk.volume, target: '/var/lib/rabbitmq' }] : [])
      .withCopyContentToContainer([
        { target: SETTINGS_FILE, content: `${settings.join('\n')}\n` },
        ...certificateFiles(context.tls),
      ])
      .withExposedPorts({ container: PORT, host }, ...(context.tls ? [TLS_PORT] : [])),
  );
  const url = amqpUrl(password, await addressOf(context, container, PORT));
  const answers = () =>
    untilReady({
      what: 'RabbitMQ',
      probe: () => readBrokerVersion(url, PROBE_TIMEOUT_MS),
      timeoutMs: TIMEOUT_MS,
      ended: () => whyEnded(context, container),
      lastLines,
    });
  const version = await answers();
  context.progress(readyLine(version, context.startedAt));
  const control = { way: 'container', id: container.getId() } as const;
  const power = powerOf(context, container, answers);
  const tls = context.tls && {
    url: amqpsUrl(password, `${CERTIFIED_HOST}:${container.getMappedPort(TLS_PORT)}`),
    ca: context.tls.ca,
  };
  return { url, version, pid: await pidOf(context, container), control, power, disk, tls };
}
