import { inTime, until } from '../scene/until.ts';
import { dyingAt, FAIL_POINTS } from '../wrapper/fail-points.ts';
import type { Row } from './row.ts';

const MOST_TIMES = 5;
const LIMIT_MS = 60_000;
/** A replica that is told to end may have committed all that it had in the same moment. */
const MOST_ATTEMPTS = 10;

/** Beside two replicas that live, one dies at each point in turn. */
export const killAtFailPoints: Row = {
  number: 1,
  name: 'SIGKILL at each point of a batch',
  trials: { short: FAIL_POINTS.length, long: FAIL_POINTS.length * 50 },
  replicas: 2,

  async fail(scene, { random, signal }, trial) {
    const point = FAIL_POINTS[trial % FAIL_POINTS.length] as (typeof FAIL_POINTS)[number];
    if (point === 'in-shutdown') {
      await untilKilled(async () => {
        const replica = scene.spawnReplica(dyingAt(point, 1));
        await replica.program.said('consuming');
        const busy = async () => (await replica.metric('analytics_in_flight_messages')) > 0;
        await until(busy, LIMIT_MS, signal);
        replica.program.signal('SIGTERM');
        return replica.program.ended;
      });
    } else {
      const times = 1 + Math.floor(random() * MOST_TIMES);
      const { program } = scene.spawnReplica(dyingAt(point, times));
      const end = await inTime(program.ended, LIMIT_MS, `${point}: the end of the replica`);
      if (end !== 'SIGKILL') throw new Error(`${point}: it ended with ${end}`);
    }
    return performance.now();
  },
};

async function untilKilled(attempt: () => Promise<number | NodeJS.Signals>): Promise<void> {
  for (let n = 0; n < MOST_ATTEMPTS; n++) {
    if ((await attempt()) === 'SIGKILL') return;
  }
  throw new Error(`in-shutdown: none of ${MOST_ATTEMPTS} had anything left to commit`);
}
