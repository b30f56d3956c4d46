import { setTimeout as sleep } from 'node:timers/promises';
import { control } from '../scene/control.ts';
import { withChannel } from '../scene/queues.ts';
import type { Row } from './row.ts';

const ALARM_MS = 3_000;
const CLOSED_TIMES = 3;

export const closeConnections: Row = {
  number: 8,
  name: 'all connections closed by the broker, each second for 3 s',
  trials: { short: 2, long: 20 },
  replicas: 2,
  recoveredWithinMs: 5_000,

  async fail(_scene, world) {
    for (let n = 0; n < CLOSED_TIMES; n++) {
      if (n > 0) await sleep(1_000, undefined, { signal: world.signal });
      await control(world, 'close_all_connections', 'fault test');
    }
    return performance.now();
  },
};

/** They die in the broker, which says that it has an internal error, and closes their connections. */
export const killChannels: Row = {
  number: 8,
  name: 'all channels killed within the broker',
  trials: { short: 2, long: 30 },
  replicas: 2,
  recoveredWithinMs: 5_000,

  async fail(_scene, world) {
    await control(world, 'eval', '[exit(Pid, kill) || Pid <- rabbit_channel:list()].');
    return performance.now();
  },
};

/** What is in it would go with it, so it is empty then; the replicas are cancelled, and declare it again. */
export const deleteQueue: Row = {
  number: 8,
  name: 'queue deleted and declared again',
  trials: { short: 2, long: 20 },
  replicas: 2,
  recoveredWithinMs: 5_000,

  async fail(scene) {
    const { publisher, sources } = scene;
    await publisher.pause();
    await scene.drained();
    await withChannel(sources.amqpUrl, (channel) => channel.deleteQueue(sources.queue));
    publisher.resume();
    return performance.now();
  },
};

const WATERMARK = 'vm_memory_monitor:get_vm_memory_high_watermark().';
const DISK_LIMIT = 'rabbit_disk_monitor:get_disk_free_limit().';

/** In turn: memory, and disk. */
export const alarms: Row = {
  number: 8,
  name: 'memory or disk alarm of the broker for 3 s',
  trials: { short: 2, long: 20 },
  replicas: 2,
  recoveredWithinMs: 5_000,

  async fail(_scene, world, trial) {
    const [what, read, much] =
      trial % 2 === 0
        ? (['set_vm_memory_high_watermark', WATERMARK, '0.000001'] as const)
        : (['set_disk_free_limit', DISK_LIMIT, '9000GB'] as const);
    const usual = (await control(world, 'eval', read)).trim();
    await control(world, what, much);
    try {
      await sleep(ALARM_MS, undefined, { signal: world.signal });
    } finally {
      await control(world, what, usual);
    }
    return performance.now();
  },
};
