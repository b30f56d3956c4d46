import { type RawBuilder, sql } from 'kysely';
import { DAY_INDEX } from './head-of-day.ts';

/** A week and the one before. */
const FEW_DAYS = 14;

/**
 * The index by which to add up all rows of some days. By that of the days only their rows are read, but each post is
 * looked up in a table of sums that the server makes, on disk when it grows large. By the key the rows of a post come
 * together and are added up in passing, past those of other days: for a year of ten million rows that takes a sixth of
 * the time (docs/decisions/0009). The servers do not choose it by themselves.
 */
export function indexToSum(days: number): RawBuilder<unknown> {
  return sql`FORCE INDEX (${days > FEW_DAYS ? sql.raw('PRIMARY') : DAY_INDEX})`;
}
