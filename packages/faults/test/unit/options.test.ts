import { describe, expect, it } from 'vitest';
import { readOptions } from '../../src/options.ts';
import { ROWS } from '../../src/rows/rows.ts';
import { MUTANTS } from '../mutants/mutants.ts';

describe('the options of the fault suite', () => {
  it('are all rows and mutants unless some rows are wanted', () => {
    const all = readOptions([]);
    expect([all.rows, all.mutants, all.long, all.cluster]).toEqual([ROWS, MUTANTS, false, false]);
    const some = readOptions(['--row', '11', '--row', '12', '--long', '--seed', '7']);
    expect(some.rows.map(({ number }) => number)).toEqual([11, 12]);
    expect([some.mutants, some.long, some.seed]).toEqual([[], true, 7]);
  });

  it('have the rows on clusters played when these are wanted, by name or all of them', () => {
    expect(readOptions(['--cluster']).cluster).toBe(true);
    expect(readOptions(['--row', '17']).cluster).toBe(true);
  });

  it.for([
    [['--row', '99'], '--row: there is no row 99'],
    [['--seed', 'x'], '--seed must be a whole number'],
    [['--resume', 'figures.json', '--long'], '--resume goes on with a run as it was begun'],
    [['--resume', 'figures.json', '--cluster'], '--resume goes on with a run as it was begun'],
    [['--resume', 'figures.json', '--seed', '1'], '--resume goes on with a run as it was begun'],
  ] as const)('%j is refused', ([args, message]) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
