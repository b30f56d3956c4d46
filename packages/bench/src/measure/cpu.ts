import type { Servers } from '@post-views/servers';
import { cpuSeconds, descendantsOf } from './proc.ts';

/** Who takes CPU time: the processes that are measured, and the servers. */
export type Group = 'node' | 'database' | 'broker';

/** Process numbers by group. Nothing is known of groups that are not here. */
export type Groups = Readonly<Partial<Record<Group, readonly number[]>>>;

/** Seconds by group. */
export type CpuSeconds = Readonly<Partial<Record<Group, number>>>;

/** The processes of the servers, as far as they run on this machine. */
export function serverGroups({ database, broker }: Servers): Groups {
  return {
    ...(database.pid !== undefined && { database: descendantsOf(database.pid) }),
    ...(broker.pid !== undefined && { broker: descendantsOf(broker.pid) }),
  };
}

export function readCpu(groups: Groups): CpuSeconds {
  return mapGroups(groups, cpuSeconds);
}

/** What was taken between two readings, for so many events: seconds for 100,000 of them. */
export function cpuPer100k(from: CpuSeconds, to: CpuSeconds, events: number): CpuSeconds {
  return mapGroups(to, (seconds, group) => ((seconds - (from[group] ?? 0)) / events) * 100_000);
}

function mapGroups<T, U>(
  values: Readonly<Partial<Record<Group, T>>>,
  change: (value: T, group: Group) => U,
): Partial<Record<Group, U>> {
  const entries = Object.entries(values) as [Group, T][];
  return Object.fromEntries(entries.map(([group, value]) => [group, change(value, group)]));
}
