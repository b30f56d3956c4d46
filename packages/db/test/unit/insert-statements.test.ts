import { describe, expect, it } from 'vitest';
import { insertStatements } from '../../src/queries/insert-statements.ts';

const MEGABYTE = 2 ** 20;

describe('insertStatements', () => {
  it('makes one of what is of the usual size', () => {
    const statements = insertStatements('INSERT INTO t VALUES', ['(1)', '(2)'], 'TAIL');
    expect(statements).toEqual(['INSERT INTO t VALUES (1),(2) TAIL']);
  });

  it('makes several, none of a megabyte, of what is larger, and keeps the order', () => {
    // Each character of these takes more bytes than one.
    const rows = Array.from({ length: 700 }, (_, n) => `(${n},'${'😀'.repeat(1000)}')`);
    const statements = insertStatements('INSERT', rows, 'TAIL');
    expect(statements.length).toBeGreaterThan(2);
    for (const statement of statements) {
      expect(Buffer.byteLength(statement)).toBeLessThan(MEGABYTE);
    }
    const inside = statements.map((statement) =>
      statement.slice('INSERT '.length, -' TAIL'.length),
    );
    expect(inside.join()).toBe(rows.join());
  });

  it('leaves a row that is larger than that alone', () => {
    const large = `('${'x'.repeat(2 * MEGABYTE)}')`;
    expect(insertStatements('INSERT', ['(1)', large, '(2)'], '')).toHaveLength(3);
  });
});
