import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from './row.ts';

const LONGEST_LIFE_MS = 500;

/** One of three replicas dies, whatever it is doing, and another one comes. */
export const killAtRandom: Row = {
  number: 2,
  name: 'SIGKILL at random moments',
  trials: { short: 6, long: 500 },
  replicas: 3,
  // Small batches in a hurry: often there are two at a time.
  scene: { env: { BATCH_SIZE: '20', BATCH_MAX_AGE_MS: '10' } },

  async fail(scene, { random, signal }) {
    const { replicas } = scene;
    await sleep(random() * LONGEST_LIFE_MS, undefined, { signal });
    const victim = [...replicas][Math.floor(random() * replicas.size)];
    if (!victim) throw new Error('no replica runs');
    victim.program.signal('SIGKILL');
    const killedAt = performance.now();
    await victim.program.ended;
    await scene.startReplica();
    return killedAt;
  },
};
