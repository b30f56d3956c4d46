import { setTimeout as sleep } from 'node:timers/promises';
import { readAll } from './replica-metrics.ts';
import type { Row } from './row.ts';

/** Fewer don't reach every replica for certain. */
const REACHES_ALL_PERCENT = 10;

/** Messages are sent twice, soon after or long after: in the same batch, in another, to another replica. */
const duplicates = (percent: number): Row => ({
  number: 10,
  name: `publishers send ${percent} % of their messages twice`,
  trials: { short: 1, long: 10 },
  replicas: 2,
  scene: { mix: { duplicates: percent } },

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
