import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterNode } from '@post-views/servers';
import { clusterOf, consumedAt, leaderOf } from '../scene/cluster.ts';
import type { Row } from './row.ts';

const LONGEST_CALM_MS = 2_000;

/** In turn: the node that leads the queue, and one that follows. */
function killNode(): Row {
  let killed: ClusterNode | undefined;
  return {
    number: 17,
    name: 'a node of three of the broker killed, leader or follower, and started again',
    servers: 'cluster',
    trials: { short: 2, long: 30 },
    replicas: 2,
    recoveredWithinMs: 15_000,

    async fail({ sources: { queue } }, world, trial) {
      await sleep(world.random() * LONGEST_CALM_MS, undefined, { signal: world.signal });
      const leader = await leaderOf(world, queue);
      const followers = clusterOf(world).broker.filter((node) => node !== leader);
      const follower = followers[Math.floor(world.random() * followers.length)];
      killed = trial % 2 === 0 ? leader : follower;
      await killed?.kill();
      return performance.now();
    },

    async mend() {
      await killed?.start();
      killed = undefined;
    },
  };
}

/** In turn: the node that leads the queue, and the one that consumers are connected to, which stays up for them. */
function cutNode(): Row {
  let cut: ClusterNode | undefined;
  return {
    number: 18,
    name: 'a node of three of the broker cut off from the others, with its clients',
    servers: 'cluster',
    trials: { short: 2, long: 10 },
    replicas: 2,
    // Consumers may take 28 s to notice, if all are connected to that node; then what has gathered comes first.
    recoveredWithinMs: 45_000,

    async fail({ sources: { queue } }, world, trial) {
      await sleep(world.random() * LONGEST_CALM_MS, undefined, { signal: world.signal });
      cut = await (trial % 2 === 0 ? consumedAt(world, queue) : leaderOf(world, queue));
      await cut.cutOff();
      return performance.now();
    },

    async mend() {
      await cut?.restore();
      cut = undefined;
    },
  };
}

export const clusterBrokerRows: readonly Row[] = [killNode(), cutNode()];
