import { MySqlContainer } from '@testcontainers/mysql';
import { Wait } from 'testcontainers';
import { CERTIFIED_HOST, databaseTlsOptions } from '../certificates.ts';
import { smallDatabaseOptions } from '../disk.ts';
import { databaseUrl, grantAll, LOGIN_NAME, newPassword } from '../logins.ts';
import type { Server } from '../servers.ts';
import { PROBE_TIMEOUT_MS, readyLine, untilReady } from '../until-ready.ts';
import { readDatabaseVersion } from '../versions.ts';
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

export const DATABASE_IMAGE = 'mysql:9.7';
const PORT = 3306;
const TIMEOUT_MS = 60_000;

/** Starts MySQL in a container. Durability is the server's default. */
export async function startDatabaseContainer(context: Context): Promise<Server> {
  const disk = context.options.smallDisks
    ? await makeDisk(context, 'database', DATABASE_IMAGE)
    : undefined;
  const password = newPassword();
  const { container, lastLines } = await startContainer(context, 'MySQL', (host) =>
    new MySqlContainer(DATABASE_IMAGE)
      .withDatabase(LOGIN_NAME)
      .withUsername(LOGIN_NAME)
      .withUserPassword(password)
      .withRootPassword(newPassword())
      .withCopyContentToContainer([
        { target: '/docker-entrypoint-initdb.d/grant.sql', content: `${grantAll('%')}\n` },
        ...certificateFiles(context.tls),
      ])
      .withCommand([
        'mysqld',
        '--skip-name-resolve',
        '--mysqlx=OFF',
        '--max-connections=500',
        ...(disk ? smallDatabaseOptions(false) : []),
        ...(context.tls ? databaseTlsOptions(context.tls) : []),
      ])
      .withBindMounts(disk ? [{ source: disk.volume, target: '/var/lib/mysql' }] : [])
      .withExposedPorts({ container: PORT, host })
      // While it sets itself up, the server runs without a port; only the second start is meant for us.
      .withWaitStrategy(Wait.forLogMessage(/ready for connections.*port: 3306\b/)),
  );
  const url = databaseUrl(password, await addressOf(context, container, PORT));
  const answers = () =>
    untilReady({
      what: 'MySQL',
      probe: () => readDatabaseVersion(url, PROBE_TIMEOUT_MS),
      timeoutMs: TIMEOUT_MS,
      ended: () => whyEnded(context, container),
      lastLines,
    });
  const version = await answers();
  context.progress(readyLine(version, context.startedAt));
  const power = powerOf(context, container, answers);
  const tls = context.tls && {
    url: databaseUrl(password, `${CERTIFIED_HOST}:${container.getMappedPort(PORT)}`),
    ca: context.tls.ca,
  };
  return { url, version, pid: await pidOf(context, container), power, disk, tls };
}
