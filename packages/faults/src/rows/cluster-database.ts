import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterNode } from '@post-views/servers';
import { primaryNode } from '../scene/cluster.ts';
import { ask } from '../scene/database.ts';
import type { Row } from './row.ts';

const LONGEST_CALM_MS = 2_000;
/** Of a view that nobody has sent: it must never be there. */
const WRITE = "INSERT INTO post_view_totals (post_uuid, view_count) VALUES ('nobody', 1)";

/** Another node becomes the primary; the old one comes back and follows it. */
function killPrimary(): Row {
  let killed: ClusterNode | undefined;
  return {
    number: 19,
    name: 'the primary of three nodes of the database killed, and started again',
    servers: 'cluster',
    trials: { short: 2, long: 20 },
    replicas: 2,
    recoveredWithinMs: 60_000,

    async fail(_scene, world) {
      await sleep(world.random() * LONGEST_CALM_MS, undefined, { signal: world.signal });
      killed = await primaryNode(world);
      await killed.kill();
      return performance.now();
    },

    async mend() {
      await killed?.start();
      killed = undefined;
    },
  };
}

/** The old primary goes on running, and clients reach it: it must not tell them that it has committed anything. */
function cutPrimary(): Row {
  let cut: ClusterNode | undefined;
  let write: Promise<string> | undefined;
  return {
    number: 19,
    name: 'the primary of three nodes of the database cut off from the others, with its clients',
    servers: 'cluster',
    trials: { short: 1, long: 20 },
    replicas: 2,
    recoveredWithinMs: 60_000,

    async fail({ sources: { databaseUrl } }, world) {
      await sleep(world.random() * LONGEST_CALM_MS, undefined, { signal: world.signal });
      cut = await primaryNode(world);
      await cut.cutOff();
      const cutAt = performance.now();
      const { pathname } = new URL(databaseUrl.split(',', 1)[0] ?? '');
      const url = Object.assign(new URL(cut.url), { pathname }).href;
      write = ask(url, WRITE).then(
        () => 'committed',
        (error: Error) => error.message,
      );
      return cutAt;
    },

    async mend() {
      const outcome = await write;
      await cut?.restore();
      cut = undefined;
      if (outcome === 'committed') throw new Error('a primary without the others has committed');
    },
  };
}

export const clusterDatabaseRows: readonly Row[] = [killPrimary(), cutPrimary()];
