/** `2026-11-24 14:09:02`, the form of a TIMESTAMP in a session that runs in UTC. */
export function toSqlDateTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-11-24`: the UTC day, the form of a DATE. */
export function toSqlDate(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 10);
}
