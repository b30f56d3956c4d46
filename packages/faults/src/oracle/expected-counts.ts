import type { SentView } from './sent-views.ts';
import { type Counts, dayKey } from './stored.ts';

type CountedView = Omit<SentView, 'eventId'>;

/** What the counters must say: at least, and at most, for what was not confirmed may be there or not. */
export class ExpectedCounts {
  readonly #days = { least: new Map<string, number>(), most: new Map<string, number>() };
  readonly #totals = { least: new Map<string, number>(), most: new Map<string, number>() };

  /** A view that is counted for certain, or, if it is not `certain`, perhaps. */
  add(view: CountedView, certain: boolean): void {
    for (const [counts, key] of [
      [this.#days, dayKey(view)],
      [this.#totals, view.postUuid],
    ] as const) {
      increment(counts.most, key);
      if (certain) increment(counts.least, key);
    }
  }

  /** @param note hears of each that is not as it must be */
  compareDays(actual: Counts, note: Note): Difference {
    return compare(this.#days, actual, note);
  }

  /** @param note hears of each that is not as it must be */
  compareTotals(actual: Counts, note: Note): Difference {
    return compare(this.#totals, actual, note);
  }
}

/** By how much counters are below, and above, what they must be; one that is not there says 0. */
export interface Difference {
  readonly tooFew: number;
  readonly tooMany: number;
}

type Note = (what: string) => void;

function compare(
  { least, most }: { least: Counts; most: Counts },
  actual: Counts,
  note: Note,
): Difference {
  let [tooFew, tooMany] = [0, 0];
  for (const key of new Set([...most.keys(), ...actual.keys()])) {
    const count = actual.get(key) ?? 0;
    const [atLeast, atMost] = [least.get(key) ?? 0, most.get(key) ?? 0];
    tooFew += Math.max(0, atLeast - count);
    tooMany += Math.max(0, count - atMost);
    if (count < atLeast) note(`${key} says ${count} instead of ${atLeast}`);
    if (count > atMost) note(`${key} says ${count} instead of ${atMost}`);
  }
  return { tooFew, tooMany };
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
