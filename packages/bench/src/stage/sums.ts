import type { Workload } from '../workload/workload.ts';
import type { BenchDatabase } from './database.ts';

/** What tables hold that held something before: as much of it as can be read without reading all. */
export interface Sums {
  /** Raw rows of the time of a workload. */
  readonly raw: number;
  readonly days: number;
  readonly totals: number;
}

export async function readSums(
  database: BenchDatabase,
  { firstAt }: Pick<Workload, 'firstAt'>,
): Promise<Sums> {
  const [sums] = await database.query<Record<keyof Sums, number | string | null>>(
    `SELECT
       (SELECT COUNT(*) FROM post_views WHERE viewed_at >= FROM_UNIXTIME(?)) AS raw,
       (SELECT SUM(view_count) FROM post_view_aggregates) AS days,
       (SELECT SUM(view_count) FROM post_view_totals) AS totals`,
    [Math.floor(firstAt / 1000)],
  );
  return {
    raw: Number(sums?.raw),
    days: Number(sums?.days),
    totals: Number(sums?.totals),
  };
}

/** @throws when not each of the sums has grown by the events of the workload */
export function verifyGrowth(
  before: Sums,
  after: Sums,
  { events }: Pick<Workload, 'events'>,
): void {
  const grown = {
    raw: after.raw - before.raw,
    days: after.days - before.days,
    totals: after.totals - before.totals,
  };
  if (Object.values(grown).every((growth) => growth === events)) return;
  throw new Error(
    `${events} events were published, but what was added is ${JSON.stringify(grown)}`,
  );
}
