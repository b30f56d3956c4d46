import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_SECONDS } from '@post-views/db';
import type { Row } from './row.ts';

const DAY_MS = DAY_SECONDS * 1000;
/** So long all that runs needs to be ready. */
const BEFORE_MS = 25_000;
const AFTER_MS = 2_000;

/** Until the next midnight, UTC, by a clock. */
const untilMidnight = (now: number) => DAY_MS - (now % DAY_MS);
let midnight = 0;

/** All clocks but the servers' go to the next day while views of the present second flow, some of them twice. */
export const midnightPasses: Row = {
  number: 14,
  name: 'midnight UTC',
  trials: { short: 1, long: 1 },
  replicas: 2,
  scene: {
    mix: { days: 1, duplicates: 20 },
    clockShiftMs: () => untilMidnight(Date.now()) - BEFORE_MS,
  },

  async begin(scene) {
    if (untilMidnight(scene.now()) > BEFORE_MS)
      throw new Error('the replicas were too slow: it is past midnight');
    midnight = scene.now() + untilMidnight(scene.now());
  },

  async fail(scene, { signal }) {
    await sleep(midnight + AFTER_MS - scene.now(), undefined, { signal });
    return performance.now();
  },
};
