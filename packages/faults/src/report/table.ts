import { type Column, renderTable, summarize } from '@post-views/bench';
import { isClean, type Verdict } from '../oracle/judge.ts';
import type { RowResult } from '../rows/play.ts';
import type { Row } from '../rows/row.ts';

export interface Outcome {
  readonly row: Pick<Row, 'number' | 'name'>;
  /** Which servers, with their versions, when these were not the usual ones. */
  readonly playedOn?: string | undefined;
  readonly result: RowResult;
  /** When it was another than the one that the run was begun on. */
  readonly commit?: string | null;
  /** How long it took, from the first replica on. */
  readonly seconds: number;
}

const right = (title: string, group?: string): Column => ({
  title,
  align: 'right',
  ...(group !== undefined && { group }),
});

/** A line for each row: what was tried how often, what became of the views, and how soon all was well again. */
export function renderOutcomes(outcomes: readonly Outcome[]): string {
  const RECOVERED = 'counting again, s';
  return renderTable(
    [
      { title: '', align: 'right' },
      { title: '', align: 'left' },
      right('trials'),
      right('views'),
      right('lost'),
      right('counted twice'),
      right('dead letters'),
      right('median', RECOVERED),
      right('worst', RECOVERED),
    ],
    outcomes.map(cellsOf),
  );
}

/** Number and name of a row; trials, views, lost, counted twice, dead letters; counting again, median and worst. */
export function cellsOf(outcome: Outcome): string[] {
  const { number, name } = outcome.row;
  const { recoveryMs } = outcome.result;
  const recovery = recoveryMs.length > 0 ? summarize(recoveryMs) : undefined;
  return [
    String(number),
    name,
    ...sumsOf([outcome]),
    inSeconds(recovery?.median),
    inSeconds(recovery?.max),
  ];
}

/** Trials, views, lost, counted twice, dead letters; of all together. */
export function sumsOf(outcomes: readonly Outcome[]): string[] {
  const counts: readonly ((result: RowResult) => number)[] = [
    ({ trials }) => trials,
    ({ verdict }) => verdict.confirmed,
    ({ verdict }) => lostOf(verdict),
    ({ verdict }) => twiceOf(verdict),
    ({ verdict: { letters } }) => letters.expected + letters.late,
  ];
  return counts.map((count) =>
    outcomes.reduce((sum, { result }) => sum + count(result), 0).toLocaleString('en'),
  );
}

/** Whether a row has shown what it must. */
export function isPassed({ verdict, faults }: RowResult): boolean {
  return isClean(verdict) && faults.length === 0;
}

/** The most that is missing in any of the places where views are stored or answered. */
export function lostOf({ lost }: Verdict): number {
  return Math.max(...Object.values(lost));
}

export function twiceOf({ countedTwice }: Verdict): number {
  return Math.max(...Object.values(countedTwice));
}

/** The views first: what else went wrong may be because of them. Nothing when all is as promised. */
export function whatIsWrong({ verdict, faults }: RowResult): string {
  const counts = [
    ['lost', lostOf(verdict)],
    ['counted twice', twiceOf(verdict)],
    ['unexpected', verdict.unexpected],
    ['not settled', verdict.unsettled],
    ['dead letters wrong', lettersWrongOf(verdict)],
  ] as const;
  const wrong = counts.filter(([, count]) => count > 0);
  return [...wrong.map(([what, count]) => `${what}: ${count}`), ...faults].join('; ');
}

/** Dead letters that are missing, or should not be, or say something wrong. */
function lettersWrongOf({ letters }: Verdict): number {
  return letters.missing + letters.wrongReason + letters.unexpected;
}

function inSeconds(ms: number | undefined): string {
  return ms === undefined ? '' : (ms / 1000).toFixed(1);
}
