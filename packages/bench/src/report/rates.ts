import { decimal, megabytes, spread, whole } from './format.ts';
import type { LineSummary } from './summary.ts';
import { type Column, type Row, renderTable, right } from './table.ts';

/** A column of a table of rates that not all of them have. */
export interface ExtraColumn {
  readonly title: string;
  readonly cell: (line: LineSummary) => string;
}

const RATE = 'events/s';
const COMPARED = 'compared with';
const CPU = 'CPU seconds for 100,000 events';

/** A table of rates, a row for each line; rules between the groups of lines. */
export function renderRates(
  groups: readonly (readonly LineSummary[])[],
  comparisons: readonly ExtraColumn[] = [],
): string {
  const columns: Column[] = [
    { title: '', align: 'left' },
    right(RATE, 'median'),
    right(RATE, 'min … max'),
    ...comparisons.map(({ title }) => right(COMPARED, title)),
    right(CPU, 'node'),
    right(CPU, 'database'),
    right(CPU, 'broker'),
    right('peak MB', 'node'),
  ];
  const row = (line: LineSummary): Row => [
    line.line,
    whole(line.eventsPerSecond.median),
    spread(line.eventsPerSecond),
    ...comparisons.map(({ cell }) => cell(line)),
    decimal(line.cpuPer100k.node, 2),
    decimal(line.cpuPer100k.database, 2),
    decimal(line.cpuPer100k.broker, 2),
    megabytes(line.peakRssBytes),
  ];
  const rows = groups
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index): Row[] => [...(index > 0 ? ['rule' as const] : []), ...lines.map(row)]);
  return renderTable(columns, rows);
}
