import { createDatabaseCheck, type DatabaseClient, type DatabaseWatch } from '@post-views/db';
import type { HealthSources } from '@post-views/service';
import type { Broker } from './broker.ts';

/** Far longer than a pause between attempts, and than any single statement may take. */
const STUCK_AFTER_MS = 180_000;
const DATABASE_TIMEOUT_MS = 2_000;

/**
 * - ready: a message would be counted now; the broker delivers to this consumer, the database answers, and
 *   those messages that there are get settled
 * - live: there is nothing to do, or some of it gets done or tried. A database or a broker that is away is
 *   no reason to restart; it would only take longer then
 *
 * @param broker `undefined` before it is opened
 */
export function healthOf(
  broker: () => Broker | undefined,
  db: DatabaseClient,
  database: Pick<DatabaseWatch, 'unfit'>,
): Pick<HealthSources, 'live' | 'ready'> {
  const checkDatabase = createDatabaseCheck(db, DATABASE_TIMEOUT_MS, database);
  return {
    live() {
      const stuck = (broker()?.msWithoutProgress() ?? 0) > STUCK_AFTER_MS;
      return {
        pipeline: stuck ? { ok: false, why: 'messages wait, nothing is tried' } : { ok: true },
      };
    },
    async ready() {
      const checked = await checkDatabase();
      const opened = broker();
      const absence = opened ? opened.whyNotConsuming() : 'not opened yet';
      const trouble = opened?.trouble();
      return {
        broker: absence === undefined ? { ok: true } : { ok: false, why: absence },
        database: checked,
        pipeline: trouble === undefined ? { ok: true } : { ok: false, why: trouble },
      };
    },
  };
}
