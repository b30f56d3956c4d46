import type { Scene } from '../scene/scene.ts';
import { expectNothingTwice } from './replica-metrics.ts';
import type { Row } from './row.ts';

/** One replica after the other ends as it is asked to, and another one takes its place, under load. */
export const rollingRestart: Row = {
  number: 3,
  name: 'SIGTERM, one replica after the other',
  trials: { short: 8, long: 100 },
  replicas: 3,
  // Whatever is delivered twice comes from the restart then.
  scene: { mix: { duplicates: 0 } },

  async fail(scene) {
    await scene.startReplica();
    // Its counters go with it.
    await expectNothingTwice(scene);
    return endOldest(scene);
  },

  check: expectNothingTwice,
};

/** @returns when it was asked to end */
export async function endOldest({ replicas }: Scene): Promise<number> {
  const [oldest] = replicas;
  const askedAt = performance.now();
  oldest?.program.signal('SIGTERM');
  const end = await oldest?.program.ended;
  if (end !== 0) throw new Error(`it ended with ${end}`);
  return askedAt;
}
