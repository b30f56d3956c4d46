import type { Cluster, ClusterNode } from '@post-views/servers';
import { primaryOf } from './database.ts';
import type { World } from './scene.ts';

/** @throws when the scene is played on one server of each kind */
export function clusterOf({ servers: { cluster } }: World): Cluster {
  if (!cluster) throw new Error('there is no cluster');
  return cluster;
}

/** The node of the broker that leads a queue. */
export function leaderOf(world: World, queue: string): Promise<ClusterNode> {
  return nodeSaid(world, queue, ['list_queues', 'name', 'leader']);
}

/** The node of the broker that a consumer of a queue is connected to. */
export function consumedAt(world: World, queue: string): Promise<ClusterNode> {
  return nodeSaid(world, queue, ['list_consumers', 'queue_name', 'channel_pid']);
}

/** The node of the database that is written to. */
export async function primaryNode(world: World): Promise<ClusterNode> {
  const url = await primaryOf(world.servers.database.url);
  const node = clusterOf(world).database.find((candidate) => candidate.url === url);
  if (!node) throw new Error(`no node of the cluster has the URL of the primary`);
  return node;
}

/** What `rabbitmqctl` says first of a queue has a node's name in it. */
async function nodeSaid(
  world: World,
  queue: string,
  command: readonly string[],
): Promise<ClusterNode> {
  const { broker } = clusterOf(world);
  for (const asked of broker) {
    const text = await asked.run('rabbitmqctl', '--quiet', ...command).catch(() => '');
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${queue}\t`));
    const node = broker.find(({ name }) => line?.includes(`@${name}.`));
    if (node) return node;
  }
  throw new Error(`no node of the broker knows the queue ${queue}`);
}
