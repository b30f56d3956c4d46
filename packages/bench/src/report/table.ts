import { stripVTControlCharacters } from 'node:util';

export interface Column {
  /** Stands above this column and its neighbours of the same group. */
  readonly group?: string;
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** A column of numbers. */
export function right(group: string, title: string): Column {
  return { group, title, align: 'right' };
}

/** The cells of a row, or a line between rows. */
export type Row = readonly string[] | 'rule';

const GAP = '   ';

/** A table for a terminal: columns as wide as their widest cell, numbers to the right. */
export function renderTable(columns: readonly Column[], rows: readonly Row[]): string {
  const widths = widthsOf(columns, rows);
  const cells = (row: readonly string[]) =>
    columns
      .map(({ align }, index) => pad(row[index] ?? '', widths[index] ?? 0, align))
      .join(GAP)
      .trimEnd();
  const rule = '─'.repeat(spanOf(widths));
  const lines = [
    ...(columns.some(({ group }) => group) ? [groupLine(columns, widths)] : []),
    cells(columns.map(({ title }) => title)),
    rule,
    ...rows.map((row) => (row === 'rule' ? rule : cells(row))),
  ];
  return `${lines.join('\n')}\n`;
}

function widthsOf(columns: readonly Column[], rows: readonly Row[]): number[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(
      widthOf(title),
      ...rows.map((row) => (row === 'rule' ? 0 : widthOf(row[index] ?? ''))),
    ),
  );
  // What a group's name needs beyond that is given to its first column.
  for (const { name, from, upTo } of groupsOf(columns)) {
    const missing = widthOf(name) - spanOf(widths.slice(from, upTo));
    if (missing > 0) widths[from] = (widths[from] ?? 0) + missing;
  }
  return widths;
}

function groupLine(columns: readonly Column[], widths: readonly number[]): string {
  return groupsOf(columns)
    .map(({ name, from, upTo }) => {
      const width = spanOf(widths.slice(from, upTo));
      const line = name && width > widthOf(name) ? `${name} ` : name;
      return line.padEnd(width, name ? '─' : ' ');
    })
    .join(GAP)
    .trimEnd();
}

function groupsOf(columns: readonly Column[]): { name: string; from: number; upTo: number }[] {
  const groups: { name: string; from: number; upTo: number }[] = [];
  columns.forEach(({ group: name = '' }, index) => {
    const last = groups.at(-1);
    if (last && name && last.name === name) last.upTo = index + 1;
    else groups.push({ name, from: index, upTo: index + 1 });
  });
  return groups;
}

function spanOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}

/** Colours have no width. */
function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(width - widthOf(text));
  return align === 'left' ? text + space : space + text;
}
