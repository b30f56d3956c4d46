import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from './row.ts';

/** In turn: shorter than the broker waits for a heartbeat, and longer than that. */
const FROZEN_MS = [5_000, 20_000];

/**
 * One replica freezes with messages and a transaction in its hands. When it freezes for long, its messages are
 * delivered to another one meanwhile; then it goes on where it was, and commits.
 */
export const stopAndContinue: Row = {
  number: 4,
  name: 'SIGSTOP for 5 s or 20 s, then SIGCONT',
  trials: { short: 2, long: 40 },
  replicas: 3,

  async fail(scene, { random, signal }, trial) {
    const { replicas } = scene;
    const frozen = [...replicas][Math.floor(random() * replicas.size)];
    if (!frozen) throw new Error('no replica runs');
    frozen.program.signal('SIGSTOP');
    try {
      await sleep(FROZEN_MS[trial % FROZEN_MS.length], undefined, { signal });
    } finally {
      frozen.program.signal('SIGCONT');
    }
    return performance.now();
  },
};
