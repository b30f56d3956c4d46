import { setTimeout as sleep } from 'node:timers/promises';
import { powerOf } from '../scene/worlds.ts';
import { expectNothingRedelivered } from './replica-metrics.ts';
import type { Row } from './row.ts';

const LONGEST_AWAY_MS = 2_000;

export const killDatabase: Row = {
  number: 5,
  name: 'database killed and started again',
  trials: { short: 3, long: 50 },
  replicas: 2,
  recoveredWithinMs: 5_000,

  async fail(_scene, { servers, random, signal }) {
    const power = powerOf(servers.database);
    await sleep(random() * 500, undefined, { signal });
    await power.kill();
    await sleep(random() * LONGEST_AWAY_MS, undefined, { signal });
    await power.start();
    return performance.now();
  },

  check: expectNothingRedelivered,
};
