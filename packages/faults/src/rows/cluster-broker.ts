import { clusterOf, consumedAt, leaderOf } from '../scene/cluster.ts';
import { nodeAway } from './node-away.ts';
import type { Row } from './row.ts';

export const clusterBrokerRows: readonly Row[] = [
  nodeAway({
    number: 17,
    name: 'a node of three of the broker killed, leader or follower, and started again',
    trials: { short: 2, long: 30 },
    recoveredWithinMs: 15_000,
    how: 'killed',
    which: async ({ sources: { queue } }, world, trial) => {
      const leader = await leaderOf(world, queue);
      if (trial % 2 === 0) return leader;
      const followers = clusterOf(world).broker.filter((node) => node !== leader);
      return followers[Math.floor(world.random() * followers.length)] ?? leader;
    },
  }),
  nodeAway({
    number: 18,
    name: 'a node of three of the broker cut off from the others, with its clients',
    trials: { short: 2, long: 10 },
    // Consumers may take 28 s to notice, if all are connected to that node; then what has gathered comes first.
    recoveredWithinMs: 45_000,
    how: 'cut off',
    // In turn: the node that consumers are connected to, which stays up for them, and the one that leads the queue.
    which: ({ sources: { queue } }, world, trial) =>
      trial % 2 === 0 ? consumedAt(world, queue) : leaderOf(world, queue),
  }),
];
