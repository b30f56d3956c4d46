import { setTimeout as sleep } from 'node:timers/promises';
import { readAll } from './replica-metrics.ts';
import type { Row } from './row.ts';

/** Most messages are sent again, soon after or long after: in the same batch, in another, to another replica. */
export const duplicates: Row = {
  number: 10,
  name: 'publishers send half of their messages twice',
  trials: { short: 1, long: 10 },
  replicas: 2,
  scene: { mix: { duplicates: 50 } },

  async fail(_scene, { signal }) {
    await sleep(3_000, undefined, { signal });
    return performance.now();
  },

  async check(scene) {
    const seen = await readAll(scene, 'events_total{result="duplicate"}');
    if (seen.some((count) => count === 0)) throw new Error('not every replica has seen duplicates');
  },
};
