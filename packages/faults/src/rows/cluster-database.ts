import { primaryNode } from '../scene/cluster.ts';
import { ask } from '../scene/database.ts';
import { nodeAway } from './node-away.ts';
import type { Row } from './row.ts';

/** Of a view that nobody has sent: it must never be there. */
const WRITE = "INSERT INTO post_view_totals (post_uuid, view_count) VALUES ('nobody', 1)";

export const clusterDatabaseRows: readonly Row[] = [
  nodeAway({
    number: 19,
    name: 'the primary of three nodes of the database killed, and started again',
    trials: { short: 2, long: 20 },
    recoveredWithinMs: 60_000,
    how: 'killed',
    which: (_scene, world) => primaryNode(world),
  }),
  nodeAway({
    number: 19,
    name: 'the primary of three nodes of the database cut off from the others, with its clients',
    trials: { short: 1, long: 20 },
    recoveredWithinMs: 60_000,
    how: 'cut off',
    which: (_scene, world) => primaryNode(world),
    tempt: async (node, { sources: { databaseUrl } }) => {
      const { pathname } = new URL(databaseUrl.split(',', 1)[0] ?? '');
      const url = Object.assign(new URL(node.url), { pathname }).href;
      const committed = await ask(url, WRITE).then(
        () => true,
        () => false,
      );
      if (committed) throw new Error('a primary without the others has committed');
    },
  }),
];
