import { control } from '../scene/control.ts';
import type { World } from '../scene/scene.ts';
import { until } from '../scene/until.ts';
import { readSum } from './replica-metrics.ts';
import type { Row } from './row.ts';

const TIMEOUT_MS = 5_000;
const USUAL_TIMEOUT_MS = 1_800_000;
const USUAL_TICK_MS = 60_000;
const LIMIT_MS = 60_000;

/** RabbitMQ 3 looks this often whether the time is over, RabbitMQ 4 when it is; for channels that are new. */
async function setTimeouts(world: World, timeoutMs: number, tickMs: number): Promise<void> {
  const set = (name: string, ms: number) =>
    control(world, 'eval', `application:set_env(rabbit, ${name}, ${ms}).`);
  await set('consumer_timeout', timeoutMs);
  await set('channel_tick_interval', tickMs);
  await control(world, 'close_all_connections', 'new settings');
}

/** The broker takes the messages back, and delivers them again and again. */
export const consumerTimeout: Row = {
  number: 6,
  name: 'database away for longer than consumer_timeout',
  trials: { short: 1, long: 3 },
  replicas: 2,
  recoveredWithinMs: 5_000,

  async fail(scene, world) {
    const { database } = scene.proxies;
    await setTimeouts(world, TIMEOUT_MS, TIMEOUT_MS / 10);
    try {
      await scene.recovered(performance.now());
      const redelivered = () => readSum(scene, 'analytics_redelivered_messages_total');
      const before = await redelivered();
      await database.cut();
      await until(async () => (await redelivered()) > before, LIMIT_MS, world.signal);
    } finally {
      await setTimeouts(world, USUAL_TIMEOUT_MS, USUAL_TICK_MS);
      await database.restore();
    }
    return performance.now();
  },
};
