import { Counter, Gauge, type Registry } from '@prometheus-io/client';

type Result = 'done' | 'failed';

const RESULTS: readonly Result[] = ['done', 'failed'];

/** Whether the counters say what the raw views say. */
export function counterMetrics(registry: Registry) {
  const registers = [registry];
  const drift = new Gauge({
    name: 'analytics_counter_drift',
    help: 'Views by which counters differ from what they count, as far as they were compared',
    labelNames: ['counter'],
    registers,
  });
  const comparisons = new Counter({
    name: 'analytics_counter_comparisons_total',
    help: 'How often a part of the counters was compared, by what came of it',
    labelNames: ['result'],
    registers,
  });
  for (const result of RESULTS) comparisons.inc({ result }, 0);
  // Not known yet, which is not 0.
  for (const counter of ['days', 'totals']) drift.set({ counter }, Number.NaN);

  return {
    countersCompared: (result: Result) => comparisons.inc({ result }),
    /** @param views by which they differ */
    counterDrift({ days, totals }: { days: number; totals: number }) {
      drift.set({ counter: 'days' }, days);
      drift.set({ counter: 'totals' }, totals);
    },
  };
}
