import { setTimeout as sleep } from 'node:timers/promises';
import { RETENTION } from '../load/bad-messages.ts';
import type { Row } from './row.ts';

export const badMessages: Row = {
  number: 11,
  name: '2 % of the messages can not be counted, for every reason there is',
  trials: { short: 1, long: 10 },
  replicas: 2,
  scene: { mix: { bad: 2 }, env: RETENTION },

  async fail(_scene, { signal }) {
    await sleep(4_000, undefined, { signal });
    return performance.now();
  },
};
