export const DAY_SECONDS = 24 * 60 * 60;

/** @returns Unix seconds: the beginning of the UTC day of that time */
export function startOfDay(unixSeconds: number): number {
  return Math.floor(unixSeconds / DAY_SECONDS) * DAY_SECONDS;
}

/** `2026-11-24`: the UTC day, in the form of a DATE. */
export function toSqlDate(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 10);
}

/**
 * @param date `2026-11-24`
 * @returns Unix seconds: the beginning of that UTC day
 */
export function fromSqlDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000;
}

/** `2026-11-24 14:09:02`, the form of a TIMESTAMP in a session that runs in UTC. */
export function toSqlDateTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The same function, fast when the same argument comes many times in a row, as seconds and days do in a batch. */
export function rememberLast<A, R>(compute: (argument: A) => R): (argument: A) => R {
  let last: { argument: A; result: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, result: compute(argument) };
    return last.result;
  };
}
