import {
  addDrift,
  classifyError,
  type DatabaseClient,
  DayDropped,
  type Drift,
  daysOf,
  NO_DRIFT,
  nextPosts,
  readDayDrift,
  readKeptDays,
  readTotalDrift,
} from '@post-views/db';
import type { Logger } from '@post-views/service';
import type { Metrics } from './metrics.ts';

export interface CompareContext {
  readonly db: DatabaseClient;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Milliseconds, of a clock that nobody sets. */
  readonly monotonicNow: () => number;
}

type Compared = 'days' | 'totals';

/** Views are counted on these days: of the last of all, and the one before. */
const LATEST_DAYS = 2;
const POSTS_AT_A_TIME = 10_000;
/** So long it goes on with the totals, in each look. */
const TOTALS_MS = 2_000;

/**
 * Compares a part of the counters each time it looks: those of the two latest days, those of one older day in turn, and the
 * totals of the posts that come next, so that after a while all have been compared. What was found is remembered
 * until it is compared again.
 */
export class CounterComparison {
  /** By day, and by the first post of a part of the totals. */
  readonly #days = new Map<string, Drift>();
  readonly #totals = new Map<string, Drift>();
  /** What was compared at least once: before that, nobody knows. */
  readonly #known = new Set<Compared>();
  #olderDays = 0;
  #after = '';

  /** Looks, and tells log and metrics what came of it. Never throws. */
  async look(context: CompareContext, signal: AbortSignal): Promise<void> {
    const { metrics } = context;
    const days = await this.#attempt('days', context, signal, () =>
      this.#compareDays(context, signal),
    );
    const totals = await this.#attempt('totals', context, signal, () =>
      this.#compareTotals(context, signal),
    );
    if (signal.aborted) return;
    metrics.countersCompared(days && totals ? 'done' : 'failed');
    metrics.counterDrift({
      days: this.#known.has('days') ? sumOf(this.#days) : Number.NaN,
      totals: this.#known.has('totals') ? sumOf(this.#totals) : Number.NaN,
    });
  }

  /** One does without the other: a day that takes too long says nothing of the totals. */
  async #attempt(
    counter: Compared,
    { log }: CompareContext,
    signal: AbortSignal,
    compare: () => Promise<void>,
  ): Promise<boolean> {
    try {
      await compare();
      this.#known.add(counter);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const { code, reason } = classifyError(error);
      log.warn({ event: 'counters_not_compared', counter, code, reason, err: error });
      return false;
    }
  }

  async #compareDays({ db, log }: CompareContext, signal: AbortSignal): Promise<void> {
    const kept = await readKeptDays(db);
    const days = kept === undefined ? [] : daysOf(kept);
    for (const day of this.#days.keys()) if (!days.includes(day)) this.#days.delete(day);
    const older = days.slice(0, -LATEST_DAYS);
    const next = older[this.#olderDays++ % Math.max(1, older.length)];
    for (const day of [...(next === undefined ? [] : [next]), ...days.slice(-LATEST_DAYS)]) {
      const drift = await readDayDrift(db, day, signal).catch(ignoreDropped);
      if (drift === undefined) continue;
      this.#days.set(day, drift);
      if (drift.wrong > 0) log.error({ event: 'counters_differ', day, ...drift });
    }
  }

  async #compareTotals(
    { db, log, monotonicNow }: CompareContext,
    signal: AbortSignal,
  ): Promise<void> {
    const end = monotonicNow() + TOTALS_MS;
    do {
      const range = await nextPosts(db, this.#after, POSTS_AT_A_TIME, signal);
      if (range === undefined) {
        // Beyond the last post there is nothing that was found before.
        for (const after of this.#totals.keys())
          if (after >= this.#after) this.#totals.delete(after);
        this.#after = '';
        return;
      }
      const drift = await readTotalDrift(db, range, signal);
      for (const after of this.#totals.keys()) {
        if (after >= range.after && after < range.to) this.#totals.delete(after);
      }
      this.#totals.set(range.after, drift);
      if (drift.wrong > 0) log.error({ event: 'counters_differ', day: null, ...drift });
      this.#after = range.to;
    } while (monotonicNow() < end);
  }
}

/** Just now. It is gone from the days the next time. */
function ignoreDropped(error: unknown): undefined {
  if (!(error instanceof DayDropped)) throw error;
}

/** Views that are counted too often or not at all. */
function sumOf(drifts: ReadonlyMap<string, Drift>): number {
  const { excess, missing } = [...drifts.values()].reduce(addDrift, NO_DRIFT);
  return excess + missing;
}
