import { setTimeout as sleep } from 'node:timers/promises';
import { shiftedBy } from '../wrapper/shifted-by.ts';
import { readAll } from './replica-metrics.ts';
import type { Row } from './row.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Fewer don't reach every replica for certain. */
const REACHES_ALL_PERCENT = 10;

/**
 * Messages are sent twice, soon after or long after: in the same batch, in another, to another replica, to one at which
 * they arrive a day later.
 */
const duplicates = (percent: number): Row => ({
  number: 10,
  name: `publishers send ${percent} % of their messages twice, at once or up to a day later`,
  trials: { short: 1, long: 10 },
  replicas: 2,
  scene: { mix: { duplicates: percent } },

  async begin(scene) {
    await scene.spawnReplica(shiftedBy(DAY_MS)).program.said('consuming');
  },

  async fail(_scene, { signal }) {
    await sleep(3_000, undefined, { signal });
    return performance.now();
  },

  async check(scene) {
    const seen = await readAll(scene, 'analytics_events_total{result="duplicate"}');
    const reached = percent < REACHES_ALL_PERCENT || seen.every((count) => count > 0);
    if (!reached) throw new Error('not every replica has seen duplicates');
  },
});

export const duplicateRows = [duplicates(100), duplicates(10), duplicates(1)] as const;
