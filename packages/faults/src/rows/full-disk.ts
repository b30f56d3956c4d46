import { setTimeout as sleep } from 'node:timers/promises';
import { whileFull } from '../scene/full-disk.ts';
import { holdUp, nothingConfirmed } from '../scene/hold-up.ts';
import { REGISTERED_MS, withChannel } from '../scene/queues.ts';
import { USUAL_PATIENCE } from '../scene/scene.ts';
import { until } from '../scene/until.ts';
import { diskOf, powerOf } from '../scene/worlds.ts';
import { expectNothingRedelivered, readSum } from './replica-metrics.ts';
import type { Row } from './row.ts';

const STARTED_WITHIN_MS = 60_000;
/** Less than RabbitMQ's limit, which is 50 MB. */
const LEFT_BYTES = 20_000_000;

const common = {
  number: 15,
  trials: { short: 1, long: 20 },
  replicas: 2,
  servers: 'small disks',
  scene: { keepsRunning: true },
} as const;

/** It refuses writes, or waits, or ends: MariaDB does when it has no room to roll a transaction back. */
export const databaseDiskFull: Row = {
  ...common,
  name: "the database's disk full, then space again",
  // With a binary log a database looks once a minute whether there is space.
  scene: { ...common.scene, patience: { ...USUAL_PATIENCE, standstillMs: 90_000 } },
  recoveredWithinMs: 70_000,

  async fail(scene, { servers, signal }) {
    const failures = () => readSum(scene, 'analytics_write_failures_total');
    const before = await failures();
    await whileFull(diskOf(servers.database), signal, async () => (await failures()) > before);
    return performance.now();
  },

  check: expectNothingRedelivered,
};

/**
 * The broker can't write the log of its quorum queues, gives them up, and has to be started again when there is space.
 * What it has confirmed is there then, and what was counted meanwhile and could not be acknowledged is delivered again.
 *
 * RabbitMQ 3.10 may drop its log although it had no room for the segments that it moves it to: after one of eight times
 * the queue was beyond help.
 */
export const brokerDiskFull: Row = {
  ...common,
  name: "the broker's disk full, then space again and a new start",
  broker: 'RabbitMQ 4',
  recoveredWithinMs: 10_000,

  async fail(scene, { servers, signal }, trial) {
    const power = powerOf(servers.broker);
    if (trial === 0) await sleep(REGISTERED_MS, undefined, { signal });
    using held = await holdUp(scene, signal);
    await whileFull(diskOf(servers.broker), signal, () => nothingConfirmed(scene, signal), {
      meanwhile: async () => {
        held.release();
        const [oldest] = scene.replicas;
        const { program: newest } = scene.spawnReplica();
        // Let in when the alarm was sooner than a write that has failed: what is acknowledged now is such a write.
        await Promise.race([newest.said('amqp_connect_failed'), newest.said('consuming')]);
        oldest?.program.signal('SIGTERM');
      },
    });
    await power.kill();
    const answers = () => withChannel(servers.broker.url, async () => true);
    await until(answers, STARTED_WITHIN_MS, signal);
    return performance.now();
  },
};

export const brokerDiskAlarm: Row = {
  ...common,
  name: "the broker's disk nearly full, then space again",
  // It looks every 10 s whether there is space; then the publisher has much to send again.
  recoveredWithinMs: 25_000,

  async fail(scene, { servers, signal }) {
    await whileFull(diskOf(servers.broker), signal, () => nothingConfirmed(scene, signal), {
      leaving: LEFT_BYTES,
    });
    return performance.now();
  },
};
