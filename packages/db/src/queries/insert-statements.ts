/** No server has to be set up to take a statement of this size: `max_allowed_packet` is 16 MiB or more by default. */
const MAX_STATEMENT_BYTES = 1_000_000;

/**
 * INSERT statements that together hold all rows, in their order. Mostly it is one; rows of an unusual size go into
 * several, so that none is larger than a server is willing to read.
 *
 * @param head up to and with `VALUES`
 * @param rows each `(…)`, its values escaped; at least one
 * @param tail what follows the rows
 */
export function insertStatements(head: string, rows: readonly string[], tail: string): string[] {
  const statements: string[] = [];
  let from = 0;
  let bytes = 0;
  for (const [index, row] of rows.entries()) {
    const size = Buffer.byteLength(row);
    if (bytes + size > MAX_STATEMENT_BYTES && index > from) {
      statements.push(`${head} ${rows.slice(from, index).join()} ${tail}`);
      from = index;
      bytes = 0;
    }
    bytes += size;
  }
  statements.push(`${head} ${rows.slice(from).join()} ${tail}`);
  return statements;
}
