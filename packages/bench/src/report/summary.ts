import type { Measured } from '../lines/rounds.ts';
import type { CpuSeconds, Group } from '../measure/cpu.ts';
import { median, type Summary, summarize } from '../measure/statistics.ts';

/** What all rounds of a line come to. */
export interface LineSummary extends Measured {
  readonly eventsPerSecond: Summary;
  /** Medians. */
  readonly cpuPer100k: CpuSeconds;
  readonly peakRssBytes: number | undefined;
}

const GROUPS: readonly Group[] = ['node', 'database', 'broker'];

export function summarizeLine(measured: Measured): LineSummary {
  const { rounds } = measured;
  const cpu = GROUPS.flatMap((group) => {
    const seconds = rounds.flatMap(({ cpuPer100k }) => cpuPer100k[group] ?? []);
    return seconds.length > 0 ? [[group, median(seconds)] as const] : [];
  });
  const peaks = rounds.flatMap(({ peakRssBytes }) => peakRssBytes ?? []);
  return {
    ...measured,
    eventsPerSecond: summarize(rounds.map(({ eventsPerSecond }) => eventsPerSecond)),
    cpuPer100k: Object.fromEntries(cpu),
    peakRssBytes: peaks.length > 0 ? Math.max(...peaks) : undefined,
  };
}

/** The line that does the most events in a second; undefined when there is none. */
export function fastest<T extends LineSummary>(lines: readonly T[]): T | undefined {
  return lines.toSorted((a, b) => b.eventsPerSecond.median - a.eventsPerSecond.median)[0];
}

/** `undefined` when one of the two was not measured. */
export function ratio(line: LineSummary | undefined, to: LineSummary | undefined) {
  return line && to && line.eventsPerSecond.median / to.eventsPerSecond.median;
}
