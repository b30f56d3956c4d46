import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { MaintenanceResult } from '../see-to-partitions.ts';

const RESULTS: readonly MaintenanceResult[] = ['done', 'locked', 'busy', 'clocks_differ', 'failed'];

/** What is kept of raw views, and for which days there is a place. */
export function partitionMetrics(registry: Registry) {
  const registers = [registry];
  const maintenance = new Counter({
    name: 'analytics_partition_maintenance_total',
    help: 'How often partitions were seen to, by what came of it',
    labelNames: ['result'],
    registers,
  });
  for (const result of RESULTS) maintenance.inc({ result }, 0);
  const daysAhead = new Gauge({
    name: 'analytics_partitions_ahead_days',
    help: 'Days after today that have a partition of their own',
    registers,
  });
  const oldestRawDay = new Gauge({
    name: 'analytics_oldest_raw_day_timestamp_seconds',
    help: 'Start of the oldest day whose raw views are kept, in Unix seconds; 1 if none was dropped',
    registers,
  });
  // Not known yet, which is not 0.
  for (const gauge of [daysAhead, oldestRawDay]) gauge.set(Number.NaN);

  return {
    partitionsMaintained: (result: MaintenanceResult) => maintenance.inc({ result }),
    /** @param status `keptSince` in Unix seconds */
    partitions(status: { daysAhead: number; keptSince: number }) {
      daysAhead.set(status.daysAhead);
      oldestRawDay.set(status.keptSince);
    },
  };
}
