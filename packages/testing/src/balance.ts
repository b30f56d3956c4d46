/** What is to be done, and the seconds that it takes. */
export interface Load<T> {
  readonly item: T;
  /** By which loads of the same length are told apart. */
  readonly name: string;
  readonly seconds: number;
}

/**
 * Divides loads into parts that take about as long: the longest first, each to the part that has least to do.
 *
 * @returns the same for the same loads, in whatever order they come; each load in exactly one part
 * @see https://en.wikipedia.org/wiki/Longest-processing-time-first_scheduling at most a third worse than the best
 */
export function balance<T>(loads: readonly Load<T>[], count: number): T[][] {
  const parts = Array.from({ length: count }, () => ({ seconds: 0, items: [] as T[] }));
  const longestFirst = loads.toSorted(
    (one, other) => other.seconds - one.seconds || (one.name < other.name ? -1 : 1),
  );
  for (const { item, seconds } of longestFirst) {
    const least = parts.reduce((best, part) => (part.seconds < best.seconds ? part : best));
    least.items.push(item);
    least.seconds += seconds;
  }
  return parts.map(({ items }) => items);
}
