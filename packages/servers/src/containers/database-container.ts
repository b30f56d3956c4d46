import { MySqlContainer } from '@testcontainers/mysql';
import { Wait } from 'testcontainers';
import { databaseTlsOptions } from '../certificates.ts';
import { smallDatabaseOptions } from '../disk.ts';
import { databaseUrl, grantAll, LOGIN_NAME, newPassword } from '../logins.ts';
import type { Server } from '../servers.ts';
import { readDatabaseVersion } from '../versions.ts';
import type { Context } from './container.ts';
import { startServerContainer } from './server-container.ts';

export const DATABASE_IMAGE = 'mysql:9.7';
const GRANT_FILE = '/docker-entrypoint-initdb.d/grant.sql';
const PORT = 3306;

/** Starts MySQL in a container. Durability is the server's default. */
export async function startDatabaseContainer(context: Context): Promise<Server> {
  const password = newPassword();
  const urlAt = (address: string) => databaseUrl(password, address);
  const { server } = await startServerContainer(context, {
    what: 'MySQL',
    image: DATABASE_IMAGE,
    disk: { name: 'database', folder: '/var/lib/mysql' },
    port: PORT,
    tlsPort: PORT,
    define: () =>
      new MySqlContainer(DATABASE_IMAGE)
        .withDatabase(LOGIN_NAME)
        .withUsername(LOGIN_NAME)
        .withUserPassword(password)
        .withRootPassword(newPassword())
        .withCopyContentToContainer([{ target: GRANT_FILE, content: `${grantAll('%')}\n` }])
        .withCommand([
          'mysqld',
          '--skip-name-resolve',
          '--mysqlx=OFF',
          '--max-connections=500',
          ...(context.options.smallDisks ? smallDatabaseOptions(false) : []),
          ...(context.tls ? databaseTlsOptions(context.tls) : []),
        ])
        // While it sets itself up, the server runs without a port; only the second start is meant for us.
        .withWaitStrategy(Wait.forLogMessage(/ready for connections.*port: 3306\b/)),
    urlAt,
    tlsUrlAt: urlAt,
    readVersion: readDatabaseVersion,
  });
  return server;
}
