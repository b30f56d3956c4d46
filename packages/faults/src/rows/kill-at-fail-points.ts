import { openScene } from '../scene/scene.ts';
import { dyingAt, FAIL_POINTS } from '../wrapper/fail-points.ts';
import type { Row } from './row.ts';

const MOST_TIMES = 5;

/** Beside two replicas that live, one dies at each point in turn. */
export const killAtFailPoints: Row = {
  number: 1,
  name: 'SIGKILL at each point of a batch',
  trials: { short: FAIL_POINTS.length * 2, long: FAIL_POINTS.length * 50 },

  async run(world, trials, onTrial) {
    await using scene = await openScene(world);
    await scene.startReplica();
    const recoveryMs: number[] = [];
    const faults: string[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const point = FAIL_POINTS[trial % FAIL_POINTS.length] as (typeof FAIL_POINTS)[number];
      const times = 1 + Math.floor(world.random() * MOST_TIMES);
      const inShutdown = point === 'in-shutdown';
      const { program } = scene.spawnReplica(dyingAt(point, inShutdown ? 1 : times));
      if (inShutdown) {
        await program.said('consuming');
        program.signal('SIGTERM');
      }
      const end = await program.ended;
      recoveryMs.push(await scene.recovered(performance.now()));
      // It may have had nothing left to commit.
      if (end !== 'SIGKILL' && !inShutdown) faults.push(`${point}: it ended with ${end}`);
      onTrial(trial + 1);
    }
    return { trials, verdict: await scene.verdict(), recoveryMs, faults };
  },
};
