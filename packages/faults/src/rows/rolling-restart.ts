import { openScene } from '../scene/scene.ts';
import type { Row } from './row.ts';

/** One replica after the other ends as it is asked to, and another one takes its place, under load. */
export const rollingRestart: Row = {
  number: 3,
  name: 'SIGTERM, one replica after the other',
  trials: { short: 8, long: 100 },

  async run(world, trials, onTrial) {
    // Whatever is delivered twice comes from the restart then.
    await using scene = await openScene(world, { mix: { duplicates: 0 } });
    const { replicas } = scene;
    await scene.startReplica();
    await scene.startReplica();
    const recoveryMs: number[] = [];
    const faults: string[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const [oldest] = replicas;
      await scene.startReplica();
      const askedAt = performance.now();
      oldest?.program.signal('SIGTERM');
      const end = await oldest?.program.ended;
      if (end !== 0) faults.push(`it ended with ${end}`);
      recoveryMs.push(await scene.recovered(askedAt));
      onTrial(trial + 1);
    }
    const duplicates = await Promise.all(
      [...replicas].map((replica) => replica.metric('events_total{result="duplicate"}')),
    );
    const twice = duplicates.reduce((sum, count) => sum + count, 0);
    if (twice > 0) faults.push(`${twice} views were delivered again after they were committed`);
    return { trials, verdict: await scene.verdict(), recoveryMs, faults };
  },
};
