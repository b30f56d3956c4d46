import { setTimeout as sleep } from 'node:timers/promises';
import { openScene } from '../scene/scene.ts';
import type { Row } from './row.ts';

const LONGEST_LIFE_MS = 500;

/** One of three replicas dies, whatever it is doing, and another one comes. */
export const killAtRandom: Row = {
  number: 2,
  name: 'SIGKILL at random moments, 3 replicas',
  trials: { short: 15, long: 500 },

  async run(world, trials, onTrial) {
    await using scene = await openScene(world);
    const { replicas } = scene;
    await scene.startReplica();
    await scene.startReplica();
    const recoveryMs: number[] = [];
    for (let trial = 0; trial < trials; trial++) {
      await sleep(world.random() * LONGEST_LIFE_MS, undefined, { signal: world.signal });
      const victim = [...replicas][Math.floor(world.random() * replicas.size)];
      victim?.program.signal('SIGKILL');
      const killedAt = performance.now();
      await victim?.program.ended;
      const [ms] = await Promise.all([scene.recovered(killedAt), scene.startReplica()]);
      recoveryMs.push(ms);
      onTrial(trial + 1);
    }
    return { trials, verdict: await scene.verdict(), recoveryMs, faults: [] };
  },
};
