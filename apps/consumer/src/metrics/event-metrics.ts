import type { PostView } from '@post-views/db';
import { type OptionalField, REJECTION_REASONS, type RejectionReason } from '@post-views/event';
import { Counter, Histogram, type Registry } from '@prometheus-io/client';

const RESULTS = ['counted', 'duplicate', 'rejected'] as const;
const FIELDS = { user_id: 0, ip: 0, user_agent: 0, referer: 0, event_id: 0 } satisfies Record<
  OptionalField,
  0
>;
/** From a second, which is how exact an event's time is, to a week. */
const LAG_SECONDS = [1, 2, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400, 604_800];

/** What becomes of the events. */
export function eventMetrics(registry: Registry) {
  const registers = [registry];
  const events = new Counter({
    name: 'analytics_events_total',
    help: 'Events taken from the queue, by what became of them',
    labelNames: ['result'],
    registers,
  });
  const rejected = new Counter({
    name: 'analytics_rejected_events_total',
    help: 'Events that can not be counted, by reason',
    labelNames: ['reason'],
    registers,
  });
  const mended = new Counter({
    name: 'analytics_mended_fields_total',
    help: 'Bad optional fields that were mended, by field',
    labelNames: ['field'],
    registers,
  });
  const lag = new Histogram({
    name: 'analytics_event_lag_seconds',
    help: 'Time from the view, as its publisher saw it, until it was committed',
    buckets: LAG_SECONDS,
    registers,
  });
  for (const result of RESULTS) events.inc({ result }, 0);
  for (const reason of REJECTION_REASONS) rejected.inc({ reason }, 0);
  for (const field of Object.keys(FIELDS)) mended.inc({ field }, 0);

  return {
    counted(recorded: number, duplicates: number) {
      events.inc({ result: 'counted' }, recorded);
      events.inc({ result: 'duplicate' }, duplicates);
    },
    rejected(reason: RejectionReason) {
      events.inc({ result: 'rejected' });
      rejected.inc({ reason });
    },
    mended(field: OptionalField) {
      mended.inc({ field });
    },
    /**
     * These are in the database. Each is observed by itself: the oldest of a batch alone would hide all others.
     *
     * @param now Unix seconds
     */
    committed(views: readonly PostView[], now: number) {
      for (const { viewedAt } of views) lag.observe(Math.max(0, now - viewedAt));
    },
  };
}
