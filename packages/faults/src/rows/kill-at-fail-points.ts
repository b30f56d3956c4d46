import { dyingAt, FAIL_POINTS } from '../wrapper/fail-points.ts';
import type { Row } from './row.ts';

const MOST_TIMES = 5;

/** Beside two replicas that live, one dies at each point in turn. */
export const killAtFailPoints: Row = {
  number: 1,
  name: 'SIGKILL at each point of a batch',
  trials: { short: FAIL_POINTS.length * 2, long: FAIL_POINTS.length * 50 },
  replicas: 2,

  async fail(scene, { random }, trial) {
    const point = FAIL_POINTS[trial % FAIL_POINTS.length] as (typeof FAIL_POINTS)[number];
    if (point === 'in-shutdown') {
      const { program } = scene.spawnReplica(dyingAt(point, 1));
      await program.said('consuming');
      program.signal('SIGTERM');
      // With 0, if there was nothing left to commit.
      await program.ended;
    } else {
      const times = 1 + Math.floor(random() * MOST_TIMES);
      const end = await scene.spawnReplica(dyingAt(point, times)).program.ended;
      if (end !== 'SIGKILL') throw new Error(`${point}: it ended with ${end}`);
    }
    return performance.now();
  },
};
