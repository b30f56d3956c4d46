/** A week, and the one before. */
const FEW_DAYS = 14;

/**
 * Which way to take through the counters when all rows of some days are added up. By the index of days only the rows
 * of these are read, but each post is looked up in a table that the server makes of the sums, on disk when it grows
 * large. By the key each post's rows come together, and are added up in passing: of ten million rows of a year that takes
 * a sixth of the time (docs/decisions/0009). The server does not see that for itself.
 */
export function indexToSum(days: number): string {
  return `FORCE INDEX (${days > FEW_DAYS ? 'PRIMARY' : 'idx_top_of_day'})`;
}
