import { checkDatabase, type DatabaseClient } from '@post-views/db';
import type { HealthSources } from '@post-views/service';
import type { Broker } from './broker.ts';

/** Longer than any single attempt at writing takes: the limits of connecting and of a statement. */
const STUCK_AFTER_MS = 120_000;
const DATABASE_TIMEOUT_MS = 2_000;

/**
 * - ready: a message would be counted now; the broker delivers to this consumer, and the database answers
 * - live: there is nothing to do, or some of it gets done or tried. A database or a broker that is away is
 *   no reason to restart; it would only take longer then
 */
export function healthOf(
  broker: Broker,
  db: DatabaseClient,
): Pick<HealthSources, 'live' | 'ready'> {
  return {
    live() {
      const stuck = broker.msWithoutProgress() > STUCK_AFTER_MS;
      return {
        pipeline: stuck ? { ok: false, why: 'messages wait, nothing is tried' } : { ok: true },
      };
    },
    async ready() {
      const consuming = broker.consuming;
      return {
        broker: consuming ? { ok: true } : { ok: false, why: 'not consuming from the queue' },
        database: await checkDatabase(db, DATABASE_TIMEOUT_MS),
      };
    },
  };
}
