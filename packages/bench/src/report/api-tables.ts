import { decimal, NOTHING, percent, spread, whole } from './format.ts';
import type { LoadSummary } from './load-summary.ts';
import { type Column, type Row, renderTable, right } from './table.ts';

const NAME: Column = { title: '', align: 'left' };
const FAULT: Column = { title: 'faults', align: 'left' };
const RATE = 'requests/s';
const CPU = 'CPU seconds for 100,000 requests';

/** How many requests are answered in a second. `shareOf` compares a line with the bare server. */
export function renderThroughput(
  lines: readonly LoadSummary[],
  shareOfHello: (line: LoadSummary) => number | undefined,
): string {
  return renderTable(
    [
      NAME,
      right(RATE, 'median'),
      right(RATE, 'min … max'),
      right('', 'of hello'),
      right('', 'p99 ms'),
      right(CPU, 'server'),
      right(CPU, 'database'),
      right(CPU, 'load generator'),
      right('', 'load generator, cores'),
      FAULT,
    ],
    lines.map(
      (line): Row => [
        line.line,
        line.answeredPerSecond ? whole(line.answeredPerSecond.median) : NOTHING,
        line.answeredPerSecond ? spread(line.answeredPerSecond) : NOTHING,
        percent(shareOfHello(line)),
        decimal(line.p99?.median, 1),
        decimal(line.cpuPer100k.node, 2),
        decimal(line.cpuPer100k.database, 2),
        decimal(line.cpuPer100k.loadGenerator, 2),
        decimal(line.loadGeneratorCores, 2),
        line.fault ?? '',
      ],
    ),
  );
}

/** How long an answer takes; rules between the groups. */
export function renderTimes(groups: readonly (readonly LoadSummary[])[]): string {
  const TIMES = 'from due to answered, ms';
  return renderTable(
    [
      NAME,
      right(RATE, 'answered'),
      ...['p50', 'p95', 'p99', 'p99 min … max', 'max'].map((title) => right(TIMES, title)),
      right('', 'sent late, p99 ms'),
      right('events/s', 'counted'),
      right(CPU, 'server'),
      right(CPU, 'database'),
      FAULT,
    ],
    groups
      .filter((lines) => lines.length > 0)
      .flatMap((lines, index): Row[] => [
        ...(index > 0 ? ['rule' as const] : []),
        ...lines.map((line) => [
          line.line,
          line.answeredPerSecond ? whole(line.answeredPerSecond.median) : NOTHING,
          ...[line.ms?.p50, line.ms?.p95, line.ms?.p99].map((ms) => decimal(ms, 2)),
          line.p99 ? `${decimal(line.p99.min, 2)} … ${decimal(line.p99.max, 2)}` : NOTHING,
          decimal(line.ms?.max, 1),
          decimal(line.lateP99, 2),
          line.ingested === undefined ? NOTHING : whole(line.ingested),
          decimal(line.cpuPer100k.node, 2),
          decimal(line.cpuPer100k.database, 2),
          line.fault ?? '',
        ]),
      ]),
  );
}
