import { setTimeout as sleep } from 'node:timers/promises';
import { deadLetterQueueOf, TOPOLOGY } from '@post-views/event';
import { RETENTION } from '../load/bad-messages.ts';
import { control } from '../scene/control.ts';
import { withChannel } from '../scene/queues.ts';
import type { Row } from './row.ts';

const FULL_MS = 3_000;
const POLICY = 'faults-full';

/** In turn: the exchange for dead letters is deleted, or their queue takes no more for a while. */
export const deadLettersAway: Row = {
  number: 12,
  name: 'no exchange for dead letters, or their queue full, while bad messages come',
  trials: { short: 2, long: 20 },
  replicas: 2,
  // A message that fills the memory holds up all others until its letter is taken, which may need two more attempts.
  recoveredWithinMs: 10_000,
  scene: { mix: { bad: 5 }, env: RETENTION },

  async fail({ sources: { amqpUrl, queue } }, world, trial) {
    if (trial % 2 === 0) {
      await withChannel(amqpUrl, (channel) => channel.deleteExchange(TOPOLOGY.deadLetterExchange));
      return performance.now();
    }
    const pattern = `^${deadLetterQueueOf(queue).replaceAll('.', '\\.')}$`;
    const full = JSON.stringify({ 'max-length': 0, overflow: 'reject-publish' });
    await control(world, 'set_policy', POLICY, pattern, full, '--apply-to', 'queues');
    try {
      await sleep(FULL_MS, undefined, { signal: world.signal });
    } finally {
      await control(world, 'clear_policy', POLICY);
    }
    return performance.now();
  },
};
