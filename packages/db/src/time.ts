export const DAY_SECONDS = 24 * 60 * 60;

/** @returns Unix seconds: when the UTC day of that time began */
export function startOfDay(unixSeconds: number): number {
  return Math.floor(unixSeconds / DAY_SECONDS) * DAY_SECONDS;
}

/** `2026-11-24`: the UTC day, the form of a DATE. */
export function toSqlDate(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 10);
}

/** `2026-11-24 14:09:02`, the form of a TIMESTAMP in a session that runs in UTC. */
export function toSqlDateTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The same function, quick where the same argument comes many times in a row, as seconds and days do in a batch. */
export function rememberLast<A, R>(compute: (argument: A) => R): (argument: A) => R {
  let last: { argument: A; result: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, result: compute(argument) };
    return last.result;
  };
}
