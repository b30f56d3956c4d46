import { MySqlContainer } from '@testcontainers/mysql';
import { Wait } from 'testcontainers';
import { databaseUrl, grantAll, name, newPassword } from '../logins.ts';
import type { Server } from '../servers.ts';
import { readyLine, untilReady } from '../until-ready.ts';
import { readDatabaseVersion } from '../versions.ts';
import { addressOf, type Context, startContainer } from './container.ts';

export const databaseImage = 'mysql:9.7';

/** Starts MySQL in a container. Durability is the server's default. */
export async function startDatabaseContainer(context: Context): Promise<Server> {
  const password = newPassword();
  const definition = new MySqlContainer(databaseImage)
    .withDatabase(name)
    .withUsername(name)
    .withUserPassword(password)
    .withRootPassword(newPassword())
    .withCopyContentToContainer([
      { target: '/docker-entrypoint-initdb.d/grant.sql', content: `${grantAll('%')}\n` },
    ])
    .withCommand(['mysqld', '--skip-name-resolve', '--mysqlx=OFF', '--max-connections=500'])
    // While it sets itself up, the server runs without a port; only the second start is meant for us.
    .withWaitStrategy(Wait.forLogMessage(/ready for connections.*port: 3306\b/));
  const { container, lastLines } = await startContainer(context, 'MySQL', definition);

  const url = databaseUrl(password, addressOf(container, 3306));
  const version = await untilReady({
    what: 'MySQL',
    probe: () => readDatabaseVersion(url, 2_000),
    timeoutMs: 20_000,
    ended: () => undefined,
    lastLines,
  });
  context.progress(readyLine(version, context.startedAt));
  return { url, version };
}
