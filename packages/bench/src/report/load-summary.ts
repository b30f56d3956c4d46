import type { LoadSample } from '../lines/run-load.ts';
import type { Quantiles } from '../load-generator/plan.ts';
import { isSuccess } from '../load-generator/tally.ts';
import type { CpuSeconds } from '../measure/cpu.ts';
import { median, type Summary, summarize } from '../measure/statistics.ts';
import { whole } from './format.ts';

/** A line and what its rounds have measured; none when it could not be asked. */
export interface MeasuredLoad {
  readonly line: string;
  readonly rounds: readonly (LoadSample & {
    readonly ingested?: number;
    readonly statementsPerPage?: number;
  })[];
  /** Why there is no round. */
  readonly refused?: string | undefined;
}

/** What all rounds come to. */
export interface LoadSummary extends MeasuredLoad {
  readonly answeredPerSecond: Summary | undefined;
  /** Medians of the rounds. */
  readonly ms: Quantiles | undefined;
  readonly p99: Summary | undefined;
  readonly lateP99: number | undefined;
  /** Medians. */
  readonly cpuPer100k: CpuSeconds & { readonly loadGenerator?: number };
  /** How many cores the load generator has taken. */
  readonly loadGeneratorCores: number | undefined;
  /** Events per second, counted meanwhile. */
  readonly ingested: number | undefined;
  /** What was wrong, in any of the rounds. */
  readonly fault: string | undefined;
}

export function summarizeLoad(measured: MeasuredLoad): LoadSummary {
  const { rounds } = measured;
  const middle = (values: readonly number[]) => (values.length > 0 ? median(values) : undefined);
  const spreadOf = (values: readonly number[]) =>
    values.length > 0 ? summarize(values) : undefined;
  const times = rounds.flatMap(({ ms }) => ms ?? []);
  const of = (name: keyof Quantiles) => middle(times.map((ms) => ms[name])) ?? 0;
  const cpuOf = (group: 'node' | 'database') => {
    const seconds = middle(rounds.flatMap(({ cpuPer100k }) => cpuPer100k[group] ?? []));
    return seconds !== undefined && { [group]: seconds };
  };
  const loadGenerator = middle(
    rounds.map(({ cpuSeconds, requests }) => (cpuSeconds / Math.max(1, requests)) * 100_000),
  );
  return {
    ...measured,
    answeredPerSecond: spreadOf(rounds.map((round) => round.answeredPerSecond)),
    ms:
      times.length > 0
        ? { p50: of('p50'), p95: of('p95'), p99: of('p99'), max: of('max') }
        : undefined,
    p99: spreadOf(times.map((ms) => ms.p99)),
    lateP99: middle(rounds.flatMap(({ lateMs }) => lateMs?.p99 ?? [])),
    cpuPer100k: {
      ...cpuOf('node'),
      ...cpuOf('database'),
      ...(loadGenerator !== undefined && { loadGenerator }),
    },
    loadGeneratorCores: middle(rounds.map(({ cpuSeconds, seconds }) => cpuSeconds / seconds)),
    ingested: middle(rounds.flatMap(({ ingested }) => ingested ?? [])),
    fault: measured.refused ?? faultOf(rounds),
  };
}

/** Answers that are none, by their status: `12 × 503, 3 × ECONNRESET, 5 not sent`. */
export function faultOf(
  rounds: readonly Pick<LoadSample, 'statuses' | 'unsent' | 'ms'>[],
): string | undefined {
  const counts = new Map<string, number>();
  for (const [status, count] of rounds.flatMap(({ statuses }) => Object.entries(statuses))) {
    if (!isSuccess(/^\d+$/.test(status) ? Number(status) : status)) {
      counts.set(status, (counts.get(status) ?? 0) + count);
    }
  }
  const faults = [...counts].map(([status, count]) => `${whole(count)} × ${status}`);
  const unsent = rounds.reduce((sum, round) => sum + round.unsent, 0);
  if (unsent > 0) faults.push(`${whole(unsent)} not sent`);
  if (faults.length === 0 && rounds.some(({ ms }) => ms === null)) faults.push('no answer');
  return faults.length > 0 ? faults.join(', ') : undefined;
}

/** How many times as much `of` is as `to`; `undefined` unless both were measured without a fault. */
export function shareOf(
  of: LoadSummary | undefined,
  to: LoadSummary | undefined,
): number | undefined {
  const [rate, other] = [of, to].map((line) =>
    line?.fault === undefined ? line?.answeredPerSecond?.median : undefined,
  );
  return rate === undefined || other === undefined ? undefined : rate / other;
}
