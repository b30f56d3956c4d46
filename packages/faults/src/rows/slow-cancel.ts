import { inTime } from '../scene/until.ts';
import { expectNothingTwice } from './replica-metrics.ts';
import type { Row } from './row.ts';

/** Class and method of `basic.cancel`. */
const CANCEL = Buffer.from([0, 60, 0, 30]);
const LATE_MS = 1_000;
const LIMIT_MS = 10_000;

/** Messages come all the while until the broker has heard that no more are wanted: all of them are settled. */
export const slowCancel: Row = {
  number: 3,
  name: 'SIGTERM, and the broker hears a second later that no more is wanted',
  trials: { short: 4, long: 20 },
  replicas: 2,
  // Whatever is delivered twice comes from the end of a replica then.
  // Often enough that something is mostly being written when it ends.
  scene: { mix: { duplicates: 0 }, messagesPerSecond: 1_500 },

  async fail(scene) {
    const [oldest] = scene.replicas;
    await scene.startReplica();
    // Its counters go with it.
    await expectNothingTwice(scene);
    const askedAt = performance.now();
    const cancelled = scene.proxies.broker.delayAt(CANCEL, LATE_MS);
    oldest?.program.signal('SIGTERM');
    const end = await oldest?.program.ended;
    if (end !== 0) throw new Error(`it ended with ${end}`);
    await inTime(cancelled, LIMIT_MS, 'the cancel');
    return askedAt;
  },

  check: expectNothingTwice,
};
