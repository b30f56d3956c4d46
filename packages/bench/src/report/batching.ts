import type { ReadLine } from '../lines/read-lines.ts';
import { type Summary, summarize } from '../measure/statistics.ts';
import { decimal, NOTHING, times, whole } from './format.ts';
import type { LoadSummary } from './load-summary.ts';
import { type Row, renderTable, right } from './table.ts';

/** What a page of posts costs, asked for in one batch or one by one. Medians of the rounds, and how far apart they are. */
export interface BatchingSummary {
  readonly line: string;
  /** Requests for each page. */
  readonly requestsPerPage: number;
  /** Hot: the same page again and again. */
  readonly heat: 'cold' | 'hot';
  readonly pagesPerSecond: Summary | undefined;
  /** From when the page was due until the last answer, in milliseconds. */
  readonly lastAnswerMs: Readonly<Record<'p50' | 'p95', Summary | undefined>>;
  /** CPU time for each page, in milliseconds. */
  readonly cpuMs: Readonly<Record<'api' | 'database', Summary | undefined>>;
  /** At the database, for each page. */
  readonly statements: Summary | undefined;
  readonly fault: string | undefined;
}

export function summarizeBatching(
  { group = 1, requests: { order } }: Pick<ReadLine, 'group' | 'requests'>,
  { line, rounds, fault }: LoadSummary,
): BatchingSummary {
  const of = (values: readonly (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined);
    return known.length > 0 ? summarize(known) : undefined;
  };
  const cpuOf = (name: 'node' | 'database') =>
    of(rounds.map(({ cpuPer100k: { [name]: seconds } }) => seconds && (seconds * group) / 100));
  return {
    line,
    requestsPerPage: group,
    heat: order === 'each' ? 'cold' : 'hot',
    pagesPerSecond: of(rounds.map(({ answeredPerSecond }) => answeredPerSecond / group)),
    lastAnswerMs: {
      p50: of(rounds.map(({ ms }) => ms?.p50)),
      p95: of(rounds.map(({ ms }) => ms?.p95)),
    },
    cpuMs: { api: cpuOf('node'), database: cpuOf('database') },
    statements: of(rounds.map(({ statementsPerPage }) => statementsPerPage)),
    fault,
  };
}

const LAST = 'until the last answer, ms';
const CPU = 'CPU ms for a page';
const STATEMENTS = 'statements for a page';
const SPREAD = 'min … max';

/** A row for each way to ask for a page, and below both how many times as much single requests take. */
export function renderBatching(lines: readonly BatchingSummary[]): string {
  const heats = [...new Set(lines.map(({ heat }) => heat))];
  return renderTable(
    [
      { title: '', align: 'left' },
      right('pages/s', 'answered'),
      ...['p50', SPREAD, 'p95', SPREAD].map((title) => right(LAST, title)),
      ...['API', SPREAD, 'database', SPREAD].map((title) => right(CPU, title)),
      ...['median', SPREAD].map((title) => right(STATEMENTS, title)),
      { title: 'faults', align: 'left' },
    ],
    heats.flatMap((heat, index): Row[] => {
      const pair = lines.filter((line) => line.heat === heat);
      return [...(index > 0 ? ['rule' as const] : []), ...pair.map(toRow), ...ratioRow(pair)];
    }),
  );
}

function toRow(line: BatchingSummary): Row {
  return [
    line.line,
    line.pagesPerSecond ? whole(line.pagesPerSecond.median) : NOTHING,
    ...figuresOf(line).flatMap((figure) => [decimal(figure?.median, 2), spreadOf(figure)]),
    line.fault ?? '',
  ];
}

function ratioRow(pair: readonly BatchingSummary[]): Row[] {
  const batch = pair.find(({ requestsPerPage }) => requestsPerPage === 1);
  const singles = pair.find(({ requestsPerPage }) => requestsPerPage > 1);
  if (!batch || !singles) return [];
  const inBatch = figuresOf(batch);
  const ratios = figuresOf(singles).map((figure, index) => {
    const other = inBatch[index];
    return figure && other && other.median > 0 ? figure.median / other.median : undefined;
  });
  return [['  as many times as much', '', ...ratios.flatMap((ratio) => [times(ratio), '']), '']];
}

/** In the order of the columns. */
function figuresOf({ lastAnswerMs, cpuMs, statements }: BatchingSummary): (Summary | undefined)[] {
  return [lastAnswerMs.p50, lastAnswerMs.p95, cpuMs.api, cpuMs.database, statements];
}

function spreadOf(summary: Summary | undefined): string {
  return summary ? `${decimal(summary.min, 2)} … ${decimal(summary.max, 2)}` : NOTHING;
}
