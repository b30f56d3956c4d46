import { deadLetterQueueOf } from '@post-views/event';
import { startCommand } from '@post-views/programs';
import { messagesIn } from '../scene/queues.ts';
import type { Scene, World } from '../scene/scene.ts';
import { until } from '../scene/until.ts';
import { shiftedBy } from '../wrapper/shifted-by.ts';
import type { Row } from './row.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LIMIT_MS = 60_000;
/** So much a replica with a wrong clock counts or refuses before it is taken away. */
const MESSAGES = 50;

/**
 * In turn: one replica's clock is behind, so that it takes the views of today for views of tomorrow, which
 * `pnpm dead-letters replay` brings back when it is gone; or it is ahead, which must make no difference.
 */
export const clockOff: Row = {
  number: 14,
  name: "one replica's clock a day behind or ahead, and its dead letters replayed",
  trials: { short: 2, long: 20 },
  replicas: 2,

  async fail(scene, world, trial) {
    const isBehind = trial % 2 === 0;
    const replica = scene.spawnReplica(shiftedBy(isBehind ? -DAY_MS : DAY_MS));
    const seen = async () =>
      isBehind ? lettersIn(scene) : replica.metric('analytics_events_total{result="counted"}');
    await until(async () => (await seen()) >= MESSAGES, LIMIT_MS, world.signal);
    replica.program.signal('SIGTERM');
    await replica.program.ended;
    if (isBehind) await replay(scene, world);
    await until(async () => (await lettersIn(scene)) === 0, LIMIT_MS, world.signal);
    return performance.now();
  },
};

function lettersIn({ sources: { amqpUrl, queue } }: Scene): Promise<number> {
  return messagesIn(amqpUrl, deadLetterQueueOf(queue));
}

async function replay({ sources: { amqpUrl, queue } }: Scene, { watchdog }: World): Promise<void> {
  const env = { AMQP_URL: amqpUrl, AMQP_QUEUE: queue };
  await startCommand(['packages/dead-letters/src/main.ts', 'replay'], env, watchdog).output;
}
