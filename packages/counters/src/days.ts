import { type DatabaseClient, daysOf, readKeptDays } from '@post-views/db';
import { UsageError } from '@post-views/terminal';
import type { DayOptions } from './context.ts';

/**
 * The days that are meant, each of which has all of its raw views.
 *
 * @returns none when there are no views at all
 * @throws {UsageError} when raw views of one of them have been dropped, or it can't have any yet
 */
export async function chosenDays(
  db: DatabaseClient,
  { from, to }: DayOptions,
): Promise<readonly string[]> {
  const kept = await readKeptDays(db);
  if (kept === undefined) return [];
  if (from !== undefined && from < kept.from) {
    throw new UsageError(
      `--from ${from}: the first day that has all of its raw views is ${kept.from}, so nothing tells what was before`,
    );
  }
  const range = { from: from ?? kept.from, to: to ?? kept.to };
  if (range.from > range.to) {
    throw new UsageError(`--to ${range.to}: is before ${range.from}`);
  }
  return daysOf(range);
}
