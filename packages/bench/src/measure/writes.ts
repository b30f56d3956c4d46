import { metricByLabel, metricOf, scrape } from './scrape.ts';

/** How writing went, as consumers tell it on `/metrics`. */
export interface Writes {
  /** Those that were committed: one for each batch. */
  readonly transactions: number;
  /** Attempts that failed and were made again, by the code of the error. */
  readonly failures: Readonly<Record<string, number>>;
}

/** To be asked before the consumers are stopped. */
export async function readWrites(healthUrls: readonly string[]): Promise<Writes> {
  const all = await Promise.all(healthUrls.map(scrape));
  return addWrites(
    all.map((metrics) => ({
      transactions: metricOf(metrics, 'analytics_batch_write_seconds_count'),
      failures: Object.fromEntries(metricByLabel(metrics, 'analytics_write_failures_total')),
    })),
  );
}

/** Codes that never came are left out. */
export function addWrites(all: readonly Writes[]): Writes {
  const failures = new Map<string, number>();
  for (const [code, count] of all.flatMap((writes) => Object.entries(writes.failures))) {
    if (count > 0) failures.set(code, (failures.get(code) ?? 0) + count);
  }
  return {
    transactions: all.reduce((sum, { transactions }) => sum + transactions, 0),
    failures: Object.fromEntries(failures),
  };
}
