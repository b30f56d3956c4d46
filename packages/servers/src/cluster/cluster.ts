import { randomBytes } from 'node:crypto';
import { withFreePorts } from '../free-ports.ts';
import { amqpUrl, databaseUrl, grantAll, LOGIN_NAME, newPassword } from '../logins.ts';
import type { Progress } from '../servers.ts';
import { readyLine } from '../until-ready.ts';
import { startWatchdog } from '../watchdog/watchdog.ts';
import { type ClusterNode, clusterNode } from './cluster-node.ts';
import { asRoot, NODES, probeBroker, probeDatabase } from './probes.ts';
import { removeProject, startProject } from './project.ts';

/** What `docker/cluster.compose.yaml` makes, with one user who may do everything but change what a node may do. */
export interface Cluster extends AsyncDisposable {
  readonly broker: readonly ClusterNode[];
  readonly database: readonly ClusterNode[];
}

/**
 * Starts three nodes of RabbitMQ and three of MySQL, by Docker with compose.
 *
 * @throws when there is none ({@link whyNoCluster}), or a node doesn't come up; then with the last lines of its log
 */
export async function startCluster(progress: Progress): Promise<Cluster> {
  const startedAt = performance.now();
  await using started = new AsyncDisposableStack();
  const watchdog = started.adopt(startWatchdog(), (it) => it.stop());
  const project = `post-views-cluster-${randomBytes(6).toString('hex')}`;
  watchdog.watch({ kind: 'compose project', project });
  started.defer(async () => {
    await removeProject(project);
    watchdog.forget({ kind: 'compose project', project });
  });

  progress('starting three nodes of RabbitMQ and three of MySQL (about a minute)…');
  const password = newPassword();
  const ports = await withFreePorts(2 * NODES, async (free) => {
    await startProject(project, settings(password, free));
    return free;
  });
  const nodes = Array.from({ length: NODES }, (_, n) => n);
  const broker = nodes.map((n) =>
    clusterNode({
      project,
      name: `rabbitmq-${n + 1}`,
      url: amqpUrl(password, `127.0.0.1:${ports[n]}`),
      probe: probeBroker,
    }),
  );
  const database = nodes.map((n) =>
    clusterNode({
      project,
      name: `mysql-${n + 1}`,
      url: databaseUrl(password, `127.0.0.1:${ports[NODES + n]}`),
      probe: probeDatabase,
    }),
  );
  for (const version of new Set(
    await Promise.all([...broker, ...database].map((node) => node.joined())),
  )) {
    progress(`three nodes of ${readyLine(version, startedAt)}`);
  }
  await grant(database);

  const kept = started.move();
  return { broker, database, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** The ports of the broker's nodes, then those of the database's. */
function settings(password: string, ports: readonly number[]): Record<string, string> {
  const env: Record<string, string> = {
    MYSQL_PASSWORD: password,
    RABBITMQ_PASSWORD: password,
    MYSQL_ROOT_PASSWORD: newPassword(),
    GROUP_PASSWORD: newPassword(),
    RABBITMQ_COOKIE: newPassword(),
  };
  for (let n = 0; n < NODES; n++) {
    env[`AMQP_PORT_${n + 1}`] = String(ports[n]);
    env[`MYSQL_PORT_${n + 1}`] = String(ports[NODES + n]);
    env[`RABBITMQ_MANAGEMENT_PORT_${n + 1}`] = '0';
  }
  return env;
}

/** Without the rights that would let the user write to any node, in the group or not. */
async function grant(database: readonly ClusterNode[]): Promise<void> {
  const user = `'${LOGIN_NAME}'@'%'`;
  const statements = `${grantAll('%')} REVOKE SUPER, CONNECTION_ADMIN ON *.* FROM ${user};`;
  // Only the primary takes it; the others get it from there.
  await Promise.any(database.map((node) => asRoot(node, statements)));
}
