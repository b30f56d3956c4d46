import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterNode } from '@post-views/servers';
import type { Scene, World } from '../scene/scene.ts';
import type { Row } from './row.ts';

const LONGEST_CALM_MS = 2_000;

interface NodeAway extends Pick<Row, 'number' | 'name' | 'trials'> {
  readonly recoveredWithinMs: number;
  /** A node that is cut off from the others goes on running, and its clients still reach it. */
  readonly how: 'killed' | 'cut off';
  readonly which: (scene: Scene, world: World, trial: number) => Promise<ClusterNode>;
  /** What is done with the node while it is cut off. @throws when it does what it must not */
  readonly tempt?: (node: ClusterNode, scene: Scene) => Promise<void>;
}

/** One node of a cluster is away until it was seen that counting goes on without it. */
export function nodeAway({ how, which, tempt, ...row }: NodeAway): Row {
  let away: ClusterNode | undefined;
  let tempted: Promise<void> | undefined;
  return {
    ...row,
    servers: 'cluster',
    replicas: 2,

    async fail(scene, world, trial) {
      await sleep(world.random() * LONGEST_CALM_MS, undefined, { signal: world.signal });
      away = await which(scene, world, trial);
      await (how === 'killed' ? away.kill() : away.cutOff());
      const since = performance.now();
      tempted = tempt?.(away, scene);
      // It is waited for below.
      tempted?.catch(() => undefined);
      return since;
    },

    async mend() {
      const [node, outcome] = [away, tempted];
      away = undefined;
      tempted = undefined;
      try {
        await outcome;
      } finally {
        await (how === 'killed' ? node?.start() : node?.restore());
      }
    },
  };
}
