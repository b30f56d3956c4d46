import { whole } from '../report/format.ts';
import type { BenchDatabase } from './database.ts';

/** What all ways to fill a database begin and end with. */

/** Rows that are written by one statement: enough to be fast, few enough to roll back if need be. */
export const STEP_ROWS = 200_000;

/** Nobody replays what fills a database; a user without the right to leave it out writes it to the binary log. */
export async function leaveOutOfBinaryLog(database: BenchDatabase): Promise<void> {
  await database.query('SET SESSION sql_log_bin = 0').catch(() => undefined);
}

/** The totals that belong to the days. */
export async function fillTotals(database: BenchDatabase): Promise<void> {
  await database.query(
    `INSERT INTO post_view_totals (post_uuid, view_count)
     SELECT post_uuid, SUM(view_count) FROM post_view_aggregates GROUP BY post_uuid`,
  );
}

/** @returns is told how many of `rows` there are, and says so ten times or less */
export function tellProgress(rows: number, say: (line: string) => void): (filled: number) => void {
  let told = 0;
  return (filled) => {
    if (filled - told < rows / 10) return;
    told = filled;
    say(`${whole(filled)} of ${whole(rows)} rows are there`);
  };
}
