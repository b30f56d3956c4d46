/**
 * At most 1 MB, for a character takes up to 3 bytes. No server has to be set up for that: `max_allowed_packet` is 16
 * MiB or more by default.
 */
const MAX_STATEMENT_CHARACTERS = 333_000;

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
  let values = '';
  for (const row of rows) {
    if (values !== '' && values.length + row.length > MAX_STATEMENT_CHARACTERS) {
      statements.push(`${head} ${values} ${tail}`);
      values = '';
    }
    values += values === '' ? row : `,${row}`;
  }
  statements.push(`${head} ${values} ${tail}`);
  return statements;
}
