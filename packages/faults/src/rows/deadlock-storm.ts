import { setTimeout as sleep } from 'node:timers/promises';
import { readSum } from './replica-metrics.ts';
import type { Row } from './row.ts';

const STORM_MS = 4_000;
/** In one storm. All write in the same order, so there should be none; a row that is new may be locked out of turn. */
const MOST_DEADLOCKS = 20;

export const deadlockStorm: Row = {
  number: 13,
  name: '4 replicas write to the same 10 posts',
  trials: { short: 1, long: 10 },
  replicas: 4,
  scene: {
    mix: { posts: 10, days: 1, arrays: 0 },
    env: { BATCH_SIZE: '20', BATCH_MAX_AGE_MS: '10', WRITERS: '4' },
    messagesPerSecond: 2_000,
  },

  async fail(scene, { signal }) {
    const deadlocks = () =>
      readSum(scene, 'analytics_write_failures_total{code="ER_LOCK_DEADLOCK"}');
    const before = await deadlocks();
    await sleep(STORM_MS, undefined, { signal });
    const count = (await deadlocks()) - before;
    if (count > MOST_DEADLOCKS) throw new Error(`${count} deadlocks`);
    return performance.now();
  },
};
