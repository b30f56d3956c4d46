import type { Verdict } from '../oracle/judge.ts';
import type { World } from '../scene/scene.ts';

/** What a row has shown. */
export interface RowResult {
  readonly trials: number;
  readonly verdict: Verdict;
  /** Of each trial: how long after the end of its cause a view was counted that was sent after it; ms. */
  readonly recoveryMs: readonly number[];
  /** What else went wrong, in our words. */
  readonly faults: readonly string[];
}

/** One kind of failure: a row of the table in docs/reliability.md. */
export interface Row {
  readonly number: number;
  /** What happens, in a few words. */
  readonly name: string;
  /** How often it happens. */
  readonly trials: { readonly short: number; readonly long: number };
  run(world: World, trials: number, onTrial: (done: number) => void): Promise<RowResult>;
}
