import type { Verdict } from './goals.ts';
import type { ReadLine } from './lines/read-lines.ts';
import { decimal, NOTHING, percent, whole } from './report/format.ts';
import type { LoadSummary } from './report/load-summary.ts';
import { shareOf } from './report/load-summary.ts';

/** What the API is to reach. */
const API_GOALS = {
  /** Of the throughput of a bare server, by answers that were given before: at least. */
  hotShare: 0.5,
  /** The same by answers of which none was: at least. */
  coldShare: 0.25,
  /** Milliseconds: less. */
  p99Ms: 10,
  /** Milliseconds, of the top list of 30 days: less. */
  top30dP99Ms: 50,
  /** p99 with the large tables, in that with the small ones: at most. */
  largeToSmall: 1.2,
} as const;

/** What it is to do when it is offered three times what it can answer. */
const OVERLOAD_GOALS = {
  /** Answers in a second, as a share of the most: at least. */
  answeredShare: 0.9,
  /** By how much memory grows from the second third to the last: at most. */
  memoryGrowth: 0.05,
  /** Milliseconds until it answers as before: at most. */
  recoveryMs: 10_000,
} as const;

/** @param measured in the order of the lines */
export function judgeApi(lines: readonly ReadLine[], measured: readonly LoadSummary[]): Verdict[] {
  const summaryOf = (wanted: (line: ReadLine) => boolean) => measured[lines.findIndex(wanted)];
  const hello = summaryOf(({ on, table }) => on === 'hello' && table === 'throughput');
  return lines.flatMap(({ on, table, requests: { kind, order } }, index): Verdict[] => {
    const summary = measured[index];
    if (!summary || on === 'hello' || on === 'small' || table === 'batching') return [];
    if (table === 'throughput') {
      return [
        judgeShare(order === 'few' ? API_GOALS.hotShare : API_GOALS.coldShare, summary, hello),
      ];
    }
    if (table === 'size') {
      const small = summaryOf((line) => line.on === 'small' && line.requests.kind === kind);
      return [judgeSize(summary, small)];
    }
    return [judgeP99(kind === 'top30d' ? API_GOALS.top30dP99Ms : API_GOALS.p99Ms, summary)];
  });
}

export function judgeShare(
  goal: number,
  line: LoadSummary,
  hello: LoadSummary | undefined,
): Verdict {
  const share = shareOf(line, hello);
  return {
    goal: `≥ ${percent(goal)} of the requests/s of the bare hello`,
    reached: line.fault ?? percent(share),
    by: line.line,
    met: line.fault ? false : share === undefined ? null : share >= goal,
  };
}

export function judgeP99(goal: number, line: LoadSummary): Verdict {
  const p99 = line.p99?.median;
  return {
    goal: `p99 < ${goal} ms`,
    reached: line.fault ?? (p99 === undefined ? NOTHING : `${decimal(p99, 1)} ms`),
    by: line.line,
    met: line.fault ? false : p99 === undefined ? null : p99 < goal,
  };
}

export function judgeSize(large: LoadSummary, small: LoadSummary | undefined): Verdict {
  const fault = large.fault ?? small?.fault;
  const times = small?.p99 && large.p99 && large.p99.median / small.p99.median;
  return {
    goal: `p99 ≤ ${decimal(API_GOALS.largeToSmall, 1)} × that with few rows`,
    reached: fault ?? (times === undefined ? NOTHING : `${decimal(times, 2)} ×`),
    by: large.line,
    met: fault ? false : times === undefined ? null : times <= API_GOALS.largeToSmall,
  };
}

export interface Overloaded {
  readonly answeredShare: number;
  /** Refused with 503 and `Retry-After`. */
  readonly shed: number;
  /** Answered in another way, or not at all. */
  readonly failures: number;
  /** Never sent: each connection waited for an answer. */
  readonly unsent: number;
  readonly memoryGrowth: number | undefined;
  readonly recoveryMs: number | null;
}

export function judgeOverload(
  { answeredShare, shed, failures, unsent, memoryGrowth, recoveryMs }: Overloaded,
  by: string,
): Verdict[] {
  const goals = OVERLOAD_GOALS;
  return [
    {
      goal: `≥ ${percent(goals.answeredShare)} of the highest rate is answered`,
      reached: percent(answeredShare),
      by,
      met: answeredShare >= goals.answeredShare,
    },
    {
      goal: 'the rest is shed with 503 and Retry-After',
      reached: `${whole(shed)}, ${whole(failures)} failed`,
      by,
      // A server that lets everybody wait fails nobody, and sheds nothing either.
      met: failures === 0 && (shed > 0 || unsent === 0),
    },
    {
      goal: `memory grows by ≤ ${percent(goals.memoryGrowth)} in the last third`,
      reached: memoryGrowth === undefined ? NOTHING : `${decimal(memoryGrowth * 100, 1)} %`,
      by,
      met: memoryGrowth === undefined ? null : memoryGrowth <= goals.memoryGrowth,
    },
    {
      goal: `answers as before within ${goals.recoveryMs / 1000} s`,
      reached: recoveryMs === null ? 'not within 30 s' : `${whole(recoveryMs)} ms`,
      by,
      met: recoveryMs !== null && recoveryMs <= goals.recoveryMs,
    },
  ];
}
