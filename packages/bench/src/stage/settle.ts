import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchDatabase } from './database.ts';

const LIMIT_MS = 15_000;
/** What a fill leaves to be written is more than a drain does. */
export const AFTER_FILL_MS = 120_000;
const PAUSE_MS = 500;
/** Pages and transactions: so little is never worth waiting for. */
const LITTLE = 500;

/**
 * Waits until the database has done what the line before has left to it: purged what was superseded, and
 * written changed pages. It is over when there is little of both, or no less than half a second ago; some
 * servers keep a rest for as long as they please.
 *
 * @param limitMs the longest that it waits
 */
export async function settle(
  database: BenchDatabase,
  signal: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const left = await leftToDo(database);
    if (left <= LITTLE || left >= before || performance.now() > deadline) return;
    before = left;
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

async function leftToDo(database: BenchDatabase): Promise<number> {
  const rows = await database.query<{ count: number | string }>(
    `SELECT COUNT AS count FROM information_schema.INNODB_METRICS
     WHERE NAME IN ('trx_rseg_history_len', 'buffer_pool_pages_dirty')`,
  );
  return rows.reduce((sum, { count }) => sum + Number(count), 0);
}
