import { DAY_SECONDS, startOfDay } from '../time.ts';

/** A partition of `post_views`; it begins where the one before it ends. */
export interface Partition {
  readonly name: string;
  /** Unix seconds: the partition holds what is earlier; Infinity for the last one. */
  readonly lessThan: number;
}

/** What is older than the first day's partition. */
export const HISTORY = 'p_history';
/** What is later than the last day's partition. */
export const FUTURE = 'p_future';

/** Unix seconds. TIMESTAMP begins one second after 1970: nothing older can be stored. */
const BEGINNING = 1;

/** @param day Unix seconds, the start of the day; @returns the partition of that day: `p20261124` */
export function partitionOf(day: number): Partition {
  const digits = new Date(day * 1000).toISOString().slice(0, 10).replaceAll('-', '');
  return { name: `p${digits}`, lessThan: day + DAY_SECONDS };
}

/**
 * From when on every row is still there. Told by the name of the oldest partition: RANGE gives it
 * no lower edge, so it also takes views of days whose partitions were dropped before it.
 *
 * A partition that somebody has named otherwise says nothing of where it began, so only what comes
 * after it is known to be complete.
 *
 * @param oldest the first partition; `undefined` when the table has none
 * @returns Unix seconds; 1 while nothing has been dropped
 */
export function keptSinceOf(oldest: Partition | undefined): number {
  if (oldest === undefined || oldest.name === HISTORY || oldest.name === FUTURE) return BEGINNING;
  const [, year, month, day] = /^p(\d{4})(\d\d)(\d\d)$/.exec(oldest.name) ?? [];
  return year === undefined
    ? oldest.lessThan
    : Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
}

/** @returns how many days after the one of `now` (Unix seconds) have a partition; below 0 when it has none itself */
export function daysAheadOf(partitions: readonly Partition[], now: number): number {
  const last = partitions.findLast(({ name }) => name !== FUTURE);
  if (last === undefined) return -1;
  return (last.lessThan - startOfDay(now)) / DAY_SECONDS - 1;
}
