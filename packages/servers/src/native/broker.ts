import { join } from 'node:path';
import { canConnect } from '../can-connect.ts';
import { brokerTlsSettings, CERTIFIED_HOST } from '../certificates.ts';
import { SMALL_BROKER_SETTINGS } from '../disk.ts';
import { withFreePorts } from '../free-ports.ts';
import { amqpsUrl, amqpUrl, newPassword } from '../logins.ts';
import type { Broker } from '../servers.ts';
import { PROBE_TIMEOUT_MS, readyLine, untilReady } from '../until-ready.ts';
import { readBrokerVersion } from '../versions.ts';
import { type BrokerPorts, brokerEnvironment, writeBrokerSettings } from './broker-settings.ts';
import type { Child } from './child.ts';
import type { Context } from './native.ts';
import { startWithPower } from './power.ts';

const TIMEOUT_MS = 60_000;
/** epmd says nothing about that itself, and its exit code is 0. */
const EPMD_ENDED = 'ended (its port may be in use)';

/** Starts RabbitMQ with everything it writes in a folder of its own, and an epmd that ends with it. */
export async function startBroker(context: Context): Promise<Broker> {
  const server = await withFreePorts(4, async ([amqp = 0, amqps = 0, distribution = 0, epmd = 0]) =>
    startOn({ amqp, amqps, distribution, epmd }, context),
  );
  context.progress(readyLine(server.version, context.startedAt));
  return server;
}

async function startOn(
  ports: BrokerPorts,
  { children, programs, folder, disks, tls }: Context,
): Promise<Broker> {
  const disk = disks?.broker;
  const home = join(disk?.folder ?? folder, 'broker');
  const password = newPassword();
  const url = amqpUrl(password, `127.0.0.1:${ports.amqp}`);
  const env = brokerEnvironment(home, ports);
  await writeBrokerSettings(home, ports, password, [
    ...(disk ? SMALL_BROKER_SETTINGS.native : []),
    ...(tls ? brokerTlsSettings(tls, `127.0.0.1:${ports.amqps}`) : []),
  ]);

  const started: Child[] = [];
  try {
    // Erlang's name service. Started here, since one that Erlang starts by itself never ends.
    const epmd = children.start({
      name: 'epmd',
      program: programs.epmd,
      args: ['-port', String(ports.epmd), '-address', '127.0.0.1'],
    });
    started.push(epmd);
    await untilListening(epmd, ports.epmd);

    const command = { name: 'rabbitmq', program: programs.rabbitmqServer, args: [], env };
    const rabbit = await startWithPower(
      () => {
        const child = children.start(command);
        started.push(child);
        return child;
      },
      (child) => untilAnswering(url, child, epmd),
    );
    const control = { way: 'native', program: programs.rabbitmqctl, env } as const;
    const access = tls && {
      url: amqpsUrl(password, `${CERTIFIED_HOST}:${ports.amqps}`),
      ca: tls.ca,
    };
    return { url, ...rabbit, control, disk, tls: access };
  } catch (error) {
    await Promise.all(started.map((child) => child.stop()));
    throw error;
  }
}

function untilListening(epmd: Child, port: number): Promise<string> {
  return untilReady({
    what: 'epmd',
    probe: () => knock(port),
    timeoutMs: TIMEOUT_MS,
    ended: () => epmd.ended() && EPMD_ENDED,
    lastLines: epmd.lastLines,
  });
}

function untilAnswering(url: string, rabbit: Child, epmd: Child): Promise<string> {
  return untilReady({
    what: 'RabbitMQ',
    probe: () => readBrokerVersion(url, PROBE_TIMEOUT_MS),
    timeoutMs: TIMEOUT_MS,
    ended: () => rabbit.ended() ?? (epmd.ended() && `lost its epmd, which ${EPMD_ENDED}`),
    lastLines: async () => `${await rabbit.lastLines()}\n${await epmd.lastLines()}`,
  });
}

async function knock(port: number): Promise<string> {
  if (await canConnect('127.0.0.1', port)) return 'open';
  throw new Error('nobody listens');
}
