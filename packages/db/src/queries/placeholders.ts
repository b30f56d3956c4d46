/** `(?, ?), (?, ?), …`: the VALUES of an insert of `rows` rows (at least one). */
export function placeholders(row: string, rows: number): string {
  return row + `, ${row}`.repeat(rows - 1);
}
