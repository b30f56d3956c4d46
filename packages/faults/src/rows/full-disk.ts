import { setTimeout as sleep } from 'node:timers/promises';
import type { Disk, Power } from '@post-views/servers';
import { withChannel } from '../scene/queues.ts';
import type { Scene, World } from '../scene/scene.ts';
import { until } from '../scene/until.ts';
import { expectNothingRedelivered, readSum } from './replica-metrics.ts';
import type { Row } from './row.ts';

/** It stays full for so long after that was noticed. */
const FULL_MS = 2_000;
const NOTICED_WITHIN_MS = 30_000;
const CONFIRMED_WITHIN_MS = 1_000;
const STARTED_WITHIN_MS = 60_000;
/** As in the row of the broker that is killed: its register of queues must have been written. */
const REGISTERED_MS = 6_000;
/** Less than RabbitMQ's limit, which is 50 MB. */
const LEFT_BYTES = 20_000_000;
/** So many views are in the broker when its disk becomes full. */
const BACKLOG = 200;

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
  recoveredWithinMs: 70_000,

  async fail(scene, { servers, signal }) {
    const { disk } = switchesOf(servers.database);
    const failures = () => readSum(scene, 'analytics_write_failures_total');
    const before = await failures();
    await whileFull(disk, signal, async () => (await failures()) > before);
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
    const { disk, power } = switchesOf(servers.broker);
    if (trial === 0) await sleep(REGISTERED_MS, undefined, { signal });
    using held = await holdUp(scene, signal);
    await whileFull(disk, signal, () => nothingConfirmed(scene, signal), {
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
    const { disk } = switchesOf(servers.broker);
    await whileFull(disk, signal, () => nothingConfirmed(scene, signal), {
      leaving: LEFT_BYTES,
    });
    return performance.now();
  },
};

/** @throws when the server has no disk of its own */
function switchesOf({ disk, power }: World['servers']['database' | 'broker']): {
  readonly disk: Disk;
  readonly power: Power;
} {
  if (disk && power) return { disk, power };
  throw new Error('this server has no small disk');
}

interface Full {
  /** So many bytes of the disk are left. */
  readonly leaving?: number;
  /** Done when it was noticed. */
  readonly meanwhile?: () => Promise<void>;
}

/** What the server itself frees is taken as well, until `noticed`. */
async function whileFull(
  disk: Disk,
  signal: AbortSignal,
  noticed: () => Promise<boolean>,
  { leaving = 0, meanwhile }: Full = {},
): Promise<void> {
  const full = async () => {
    await disk.fill(leaving);
    return noticed();
  };
  try {
    await until(full, NOTICED_WITHIN_MS, signal);
    await meanwhile?.();
    await sleep(FULL_MS, undefined, { signal });
  } finally {
    await disk.free();
  }
}

/** Whether the broker confirms nothing of what is sent all the time. */
async function nothingConfirmed({ ledger }: Scene, signal: AbortSignal): Promise<boolean> {
  const before = ledger.views.confirmed;
  await sleep(CONFIRMED_WITHIN_MS, undefined, { signal });
  return ledger.views.confirmed === before;
}

/** Freezes all replicas until they are released, and waits until views have gathered in the queue. */
async function holdUp(
  { replicas, ledger: { views } }: Scene,
  signal: AbortSignal,
): Promise<Disposable & { release(): void }> {
  const signalAll = (name: NodeJS.Signals) => {
    for (const { program } of replicas) program.signal(name);
  };
  using held = new DisposableStack();
  held.defer(() => signalAll('SIGCONT'));
  signalAll('SIGSTOP');
  const enough = views.confirmed + BACKLOG;
  await until(async () => views.confirmed >= enough, NOTICED_WITHIN_MS, signal);
  const kept = held.move();
  return { release: () => kept.dispose(), [Symbol.dispose]: () => kept.dispose() };
}
