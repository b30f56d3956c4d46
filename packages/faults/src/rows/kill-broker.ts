import { setTimeout as sleep } from 'node:timers/promises';
import { REGISTERED_MS } from '../scene/queues.ts';
import { powerOf } from '../scene/worlds.ts';
import { QueueDown } from './queue-down.ts';
import type { Row } from './row.ts';

const LONGEST_AWAY_MS = 2_000;

function killBrokerRow(): Row {
  const queueDown = new QueueDown();
  return {
    number: 8,
    name: 'broker killed and started again',
    trials: { short: 2, long: 50 },
    replicas: 2,
    recoveredWithinMs: 5_000,

    async fail(_scene, { servers, random, signal }, trial) {
      const power = powerOf(servers.broker);
      await sleep(trial === 0 ? REGISTERED_MS : random() * 500, undefined, { signal });
      await power.kill();
      await sleep(random() * LONGEST_AWAY_MS, undefined, { signal });
      await power.start();
      return performance.now();
    },
    help: (scene, world) => queueDown.help(scene, world),
    remark: () => queueDown.told(),
  };
}

export const killBroker = killBrokerRow();
