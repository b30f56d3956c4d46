export interface Days {
  /** UTC, `YYYY-MM-DD` */
  readonly from: string;
  /** The last day, inclusive. */
  readonly to: string;
  /** Oldest first. */
  readonly all: readonly string[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The UTC day of `now` and the `count - 1` days before it. */
export function lastDays(count: number, now: Date): Days {
  const all = Array.from({ length: count }, (_, ago) => dateOf(now.getTime() - ago * DAY_MS));
  all.reverse();
  const [from = '', to = from] = [all.at(0), all.at(-1)];
  return { from, to, all };
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
