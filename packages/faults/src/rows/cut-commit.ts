import { expectNothingRedelivered } from './replica-metrics.ts';
import type { Row } from './row.ts';

/** In turn: the database commits and nobody hears of it, or it never hears of the COMMIT. */
export const cutCommit: Row = {
  number: 7,
  name: 'reply to COMMIT cut, or the COMMIT itself',
  trials: { short: 10, long: 200 },
  replicas: 2,
  recoveredWithinMs: 5_000,

  async fail({ proxies: { database } }, _world, trial) {
    await (trial % 2 === 0 ? database.cutAfter('commit') : database.cutBefore('commit'));
    return performance.now();
  },

  check: expectNothingRedelivered,
};
