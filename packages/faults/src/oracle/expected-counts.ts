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

  compareDays(actual: Counts): Difference {
    return compare(this.#days, actual);
  }

  compareTotals(actual: Counts): Difference {
    return compare(this.#totals, actual);
  }
}

/** By how much counters are below, and above, what they must be; one that is not there says 0. */
export interface Difference {
  readonly tooFew: number;
  readonly tooMany: number;
}

function compare({ least, most }: { least: Counts; most: Counts }, actual: Counts): Difference {
  let [tooFew, tooMany] = [0, 0];
  for (const key of new Set([...most.keys(), ...actual.keys()])) {
    const count = actual.get(key) ?? 0;
    tooFew += Math.max(0, (least.get(key) ?? 0) - count);
    tooMany += Math.max(0, count - (most.get(key) ?? 0));
  }
  return { tooFew, tooMany };
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
