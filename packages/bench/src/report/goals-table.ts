import { styleText } from 'node:util';
import type { Verdict } from '../goals.ts';
import { renderTable } from './table.ts';

/** The goals beside what was reached. */
export function renderGoals(verdicts: readonly Verdict[]): string {
  return renderTable(
    [
      { title: 'goal', align: 'left' },
      { title: 'reached', align: 'right' },
      { title: '', align: 'left' },
      { title: 'by', align: 'left' },
    ],
    verdicts.map(({ goal, reached, by, met }) => [goal, reached, sign(met), by]),
  );
}

function sign(met: boolean | null): string {
  if (met === null) return ' ';
  return met ? styleText('green', '✓') : styleText('red', '✗');
}
