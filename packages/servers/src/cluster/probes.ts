import { PROBE_TIMEOUT_MS } from '../until-ready.ts';
import { readBrokerVersion, readDatabaseVersion } from '../versions.ts';
import type { ClusterNode } from './cluster-node.ts';

export const NODES = 3;

/** @throws when the broker doesn't answer, or not all nodes run together */
export async function probeBroker(node: ClusterNode): Promise<string> {
  const version = await readBrokerVersion(node.url, PROBE_TIMEOUT_MS);
  await node.run('rabbitmqctl', '--quiet', '--timeout', '10', 'await_online_nodes', String(NODES));
  return version;
}

/** @throws when the database doesn't answer clients, or not all nodes are in the group */
export async function probeDatabase(node: ClusterNode): Promise<string> {
  const version = await readDatabaseVersion(node.url, PROBE_TIMEOUT_MS);
  const members = 'performance_schema.replication_group_members';
  const online = await asRoot(
    node,
    `SELECT COUNT(*) FROM ${members} WHERE member_state = 'ONLINE'`,
  );
  if (Number(online) !== NODES) throw new Error(`${Number(online)} nodes are in the group`);
  return version;
}

/** Has a node of the database carry out statements, whatever other users may do at the moment. */
export function asRoot(node: ClusterNode, statements: string): Promise<string> {
  const script = 'MYSQL_PWD=$MYSQL_ROOT_PASSWORD exec mysql --user=root -N --execute="$1"';
  return node.run('sh', '-c', script, 'sh', statements);
}
