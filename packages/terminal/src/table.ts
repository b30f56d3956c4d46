import type { Output } from './output.ts';
import { cut } from './visible.ts';

export interface Column {
  readonly header: string;
  readonly align?: 'right';
  readonly style?: Parameters<Output['style']>[0];
  /** Least width of a column that gives way where the terminal is narrow; the others never do. */
  readonly least?: number;
}

type Row = readonly string[];

const GAP = '  ';
/** Rows by which the widths are chosen; the rest follows them. */
const SAMPLE_ROWS = 50;

/** Writes rows in columns, and keeps no more than the first of them in memory. */
export class Table {
  readonly #output: Output;
  readonly #columns: readonly Column[];
  #sample: Row[] | undefined = [];
  #widths: readonly number[] = [];

  constructor(output: Output, columns: readonly Column[]) {
    this.#output = output;
    this.#columns = columns;
  }

  add(row: Row): void {
    if (this.#sample) this.#sample.push(row);
    else this.#write(row);
    if (this.#sample?.length === SAMPLE_ROWS) this.flush();
  }

  /** Writes what was held back until now. */
  flush(): void {
    const rows = this.#sample ?? [];
    this.#sample = undefined;
    if (rows.length === 0) return;
    const headers = this.#columns.map(({ header }) => header);
    const widths = headers.map((_, at) =>
      Math.max(...[headers, ...rows].map((row) => row[at]?.length ?? 0)),
    );
    this.#widths = widthsWithin(widths, this.#columns, this.#output.columns);
    this.#write(headers, 'dim');
    for (const row of rows) this.#write(row);
  }

  #write(row: Row, style?: Column['style']): void {
    const cells = this.#widths.map((width, at) => {
      const column = this.#columns[at];
      const text = row[at] ?? '';
      const fitting = this.#output.columns === undefined ? text : cut(text, width);
      const padded = column?.align === 'right' ? fitting.padStart(width) : fitting.padEnd(width);
      const cell = at === this.#widths.length - 1 ? padded.trimEnd() : padded;
      const chosen = style ?? column?.style;
      return chosen === undefined ? cell : this.#output.style(chosen, cell);
    });
    this.#output.write(`${cells.join(GAP)}\n`);
  }
}

/**
 * Narrows the columns that give way, always the widest of them. Where that is not enough, the last column goes.
 *
 * @param available columns of the terminal
 */
function widthsWithin(
  widths: readonly number[],
  columns: readonly Column[],
  available = Number.POSITIVE_INFINITY,
): readonly number[] {
  const narrowed = [...widths];
  const slack = (at: number) => (narrowed[at] ?? 0) - (columns[at]?.least ?? Number.MAX_VALUE);
  let excess = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - available;
  for (; excess > 0; excess -= 1) {
    const able = [...narrowed.keys()].filter((at) => slack(at) > 0);
    const [widest] = able.sort((a, b) => (narrowed[b] ?? 0) - (narrowed[a] ?? 0));
    if (widest === undefined) break;
    narrowed[widest] = (narrowed[widest] ?? 0) - 1;
  }
  const lastCanGo = columns[widths.length - 1]?.least !== undefined;
  return excess > 0 && lastCanGo ? widthsWithin(widths.slice(0, -1), columns, available) : narrowed;
}
