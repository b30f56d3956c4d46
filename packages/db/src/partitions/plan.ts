import { DAY_SECONDS, startOfDay } from '../time.ts';
import { FUTURE, HISTORY, type Partition, partitionOf } from './partition.ts';

/** How many days after today have a partition of their own already. */
const DAYS_AHEAD = 14;

export interface PartitionPlan {
  /** To be split off `p_future`, oldest first; or to be added with it. */
  readonly create: readonly Partition[];
  /** `p_future` is missing, and nothing else takes what is later than the last day. */
  readonly addFuture: boolean;
  /** Names, oldest first. To be dropped after the others were made, so that one is always left. */
  readonly drop: readonly string[];
}

/**
 * What there is to do for partitions that are as they should be:
 *
 * - each day has one, from the day after the last one that is there to two weeks ahead; a table
 *   that has none yet begins with yesterday, and what is older is `p_history`
 * - those that hold nothing of the last `retentionDays` days and of today are gone; `p_history` is
 *   treated like all others, `p_future` stays
 * - `p_future` is there
 *
 * @param present all partitions, in their order
 * @param now Unix seconds
 * @param retentionDays kept for ever if undefined
 */
export function planPartitions(
  present: readonly Partition[],
  { now, retentionDays }: { readonly now: number; readonly retentionDays: number | undefined },
): PartitionPlan {
  const today = startOfDay(now);
  const bounded = present.filter(({ name }) => name !== FUTURE);
  const create = missing(bounded.at(-1)?.lessThan, today);
  const addFuture = Number.isFinite(present.at(-1)?.lessThan);
  if (retentionDays === undefined) return { create, addFuture, drop: [] };
  const oldestKept = today - retentionDays * DAY_SECONDS;
  const outdated = [...bounded, ...create].filter(({ lessThan }) => lessThan <= oldestKept);
  return { create, addFuture, drop: outdated.map(({ name }) => name) };
}

function missing(lastBound: number | undefined, today: number): Partition[] {
  const first = lastBound ?? today - DAY_SECONDS;
  const created: Partition[] = lastBound === undefined ? [{ name: HISTORY, lessThan: first }] : [];
  for (let day = first; day <= today + DAYS_AHEAD * DAY_SECONDS; day += DAY_SECONDS) {
    created.push(partitionOf(day));
  }
  return created;
}
