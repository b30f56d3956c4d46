import { decimal, NOTHING, percent, times, whole } from './report/format.ts';
import { fastest, type LineSummary, ratio } from './report/summary.ts';
import type { Miscounts } from './stage/verify.ts';

/** What the service is to reach. {@link judge} says by which line. */
const GOALS = {
  /** Events per second, in those of the article's consumer: at least. */
  timesArticle: 40,
  /** With one event a message, as a share of the database's ceiling: at least. */
  shareOfCeilingSingle: 0.6,
  /** With arrays, as a share of the database's ceiling: at least. */
  shareOfCeilingArrays: 0.85,
  /** CPU seconds of the consumers for 100,000 events, with one event a message: at most. */
  cpuSecondsPer100k: 2.0,
} as const;

export interface Contenders {
  readonly article: readonly LineSummary[];
  readonly single: readonly LineSummary[];
  readonly arrays: readonly LineSummary[];
  readonly database: readonly LineSummary[];
}

export interface Verdict {
  readonly goal: string;
  /** As it is shown. */
  readonly reached: string;
  /** Which line has reached it. */
  readonly by: string;
  /** `null` when it was not measured. */
  readonly met: boolean | null;
}

/** Holds the lines against the goals: of each kind the best one counts. */
export function judge({ article, single, arrays, database }: Contenders): Verdict[] {
  const ceiling = fastest(database);
  const best = fastest([...single, ...arrays]);
  const bestSingle = fastest(single);
  const bestArrays = fastest(arrays);
  const frugal = single
    .filter(({ cpuPer100k }) => cpuPer100k.node !== undefined)
    .toSorted((a, b) => Number(a.cpuPer100k.node) - Number(b.cpuPer100k.node))[0];
  const cpu = frugal?.cpuPer100k.node;

  const atLeast = (goal: number, value: number | undefined) =>
    value === undefined ? null : value >= goal;
  const shareVerdict = (what: string, goal: number, line: LineSummary | undefined): Verdict => {
    const share = ratio(line, ceiling);
    return {
      goal: `≥ ${percent(goal)} of the database's ceiling, ${what}`,
      reached: percent(share),
      by: line?.line ?? NOTHING,
      met: atLeast(goal, share),
    };
  };
  const speedUp = ratio(best, article[0]);
  return [
    {
      goal: `≥ ${GOALS.timesArticle} × the article's consumer`,
      reached: times(speedUp),
      by: best?.line ?? NOTHING,
      met: atLeast(GOALS.timesArticle, speedUp),
    },
    shareVerdict('one event a message', GOALS.shareOfCeilingSingle, bestSingle),
    shareVerdict('arrays', GOALS.shareOfCeilingArrays, bestArrays),
    {
      goal: `≤ ${decimal(GOALS.cpuSecondsPer100k, 1)} CPU s of the consumers for 100,000 events`,
      reached: cpu === undefined ? NOTHING : `${decimal(cpu, 2)} s`,
      by: frugal?.line ?? NOTHING,
      met: cpu === undefined ? null : cpu <= GOALS.cpuSecondsPer100k,
    },
  ];
}

/** The goal that no deadlock, cut or crash may touch. */
export function judgeCounting({ lost, twice }: Miscounts, by: string): Verdict {
  return {
    goal: 'nothing lost, nothing counted twice',
    reached: `${whole(lost)} lost, ${whole(twice)} twice`,
    by,
    met: lost === 0 && twice === 0,
  };
}
