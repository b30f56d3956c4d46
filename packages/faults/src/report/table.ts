import { type Column, renderTable, summarize } from '@post-views/bench';
import { isClean, type Verdict } from '../oracle/judge.ts';
import type { RowResult } from '../rows/play.ts';
import type { Row } from '../rows/row.ts';

export interface Outcome {
  readonly row: Pick<Row, 'number' | 'name'>;
  /** Which servers, with their versions, when these were not the usual ones. */
  readonly playedOn?: string | undefined;
  readonly result: RowResult;
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
    outcomes.map(({ row, result }) => {
      const { verdict, recoveryMs, trials } = result;
      const recovery = recoveryMs.length > 0 ? summarize(recoveryMs) : undefined;
      const seconds = (ms: number | undefined) => (ms === undefined ? '' : (ms / 1000).toFixed(1));
      return [
        String(row.number),
        row.name,
        whole(trials),
        whole(verdict.confirmed),
        whole(lostOf(verdict)),
        whole(twiceOf(verdict)),
        whole(verdict.letters.expected + verdict.letters.late),
        seconds(recovery?.median),
        seconds(recovery?.max),
      ];
    }),
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

function whole(count: number): string {
  return count.toLocaleString('en');
}
