import { createTcpProxy } from '@post-views/testing/tcp-proxy';
import { inTime, until } from '../scene/until.ts';
import { expectNothingTwice } from './replica-metrics.ts';
import type { Row } from './row.ts';

/** Class and method of `basic.cancel`. */
const CANCEL = Buffer.from([0, 60, 0, 30]);
const LATE_MS = 1_000;
const LIMIT_MS = 8_000;

/**
 * Messages come all the while until the broker has heard that no more are wanted, and at any moment something is
 * committed of which the replica has not heard: it waits for that, and all of them are settled.
 */
export const slowEnd: Row = {
  number: 3,
  name: 'SIGTERM, when broker and database are slow to answer',
  trials: { short: 2, long: 20 },
  replicas: 2,
  // Whatever is delivered twice comes from the end of a replica then.
  scene: { mix: { duplicates: 0 }, env: { SHUTDOWN_TIMEOUT_MS: String(LIMIT_MS) } },

  async fail(scene, { signal }) {
    // Its counters go with it.
    await expectNothingTwice(scene);
    await using database = await createTcpProxy(scene.sources.databaseUrl);
    database.delayReplies('commit', LATE_MS);
    const replica = await scene.startReplica({ DATABASE_URL: database.url });
    const busy = async () => (await replica.metric('analytics_in_flight_messages')) > 0;
    await until(busy, LIMIT_MS, signal);
    const askedAt = performance.now();
    const cancelled = scene.proxies.broker.delayAt(CANCEL, LATE_MS);
    replica.program.signal('SIGTERM');
    const end = await replica.program.ended;
    if (end !== 0) throw new Error(`it ended with ${end}`);
    await inTime(cancelled, LATE_MS, 'the cancel');
    return askedAt;
  },

  check: expectNothingTwice,
};
