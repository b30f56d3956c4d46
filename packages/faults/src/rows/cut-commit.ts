import { inTime } from '../scene/until.ts';
import { expectNothingRedelivered } from './replica-metrics.ts';
import type { Row } from './row.ts';

const LIMIT_MS = 60_000;

/** In turn: the database commits and nobody hears of it, or it never hears of the COMMIT. */
export const cutCommit: Row = {
  number: 7,
  name: 'reply to COMMIT cut, or the COMMIT itself',
  trials: { short: 10, long: 200 },
  replicas: 2,
  recoveredWithinMs: 5_000,

  async fail({ proxies: { database } }, _world, trial) {
    const cut = trial % 2 === 0 ? database.cutAfter('commit') : database.cutBefore('commit');
    await inTime(cut, LIMIT_MS, 'a COMMIT');
    return performance.now();
  },

  check: expectNothingRedelivered,
};
