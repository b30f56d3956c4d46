import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { renderDocument } from '../../src/report/document.ts';
import type { Figures } from '../../src/report/figures.ts';
import { DOCUMENT, readParts } from '../../src/report/files.ts';
import type { Outcome } from '../../src/report/table.ts';

const NOTHING = { raw: 0, days: 0, totals: 0, answeredDays: 0, answeredTotals: 0 };
const LETTERS = { expected: 3, late: 4, missing: 0, repeated: 0, wrongReason: 0, unexpected: 0 };
const outcome = (result: Partial<Outcome['result']> = {}): Outcome => ({
  row: { number: 5, name: 'database killed | started' },
  seconds: 9,
  result: {
    trials: 50,
    recoveryMs: [1_000, 2_000, 4_500],
    faults: [],
    verdict: {
      sent: 12_000,
      confirmed: 12_000,
      stored: 12_000,
      lost: NOTHING,
      countedTwice: NOTHING,
      unexpected: 0,
      unsettled: 0,
      letters: LETTERS,
      examples: [],
    },
    ...result,
  },
});
const run = (fields: Partial<Figures> = {}): Figures => ({
  startedAt: '2026-11-24T14:09:02.000Z',
  endedAt: '2026-11-24T17:09:02.000Z',
  seed: 7,
  long: true,
  only: null,
  cluster: false,
  machine: {
    commit: 'abc',
    node: 'v26.1.0',
    cpu: 'a processor',
    cores: 2,
    memoryBytes: 24 * 1024 ** 3,
    kernel: 'Linux 6',
  },
  way: 'native',
  database: 'MariaDB 10.11.19',
  broker: 'RabbitMQ 3.10.8',
  outcomes: [outcome()],
  mutants: [
    { name: 'never looks', row: { number: 2, name: 'killed' }, noticed: true, by: 'lost: 3' },
  ],
  ...fields,
});
const linesOf = (...runs: Figures[]) =>
  renderDocument('a\n<!-- sum -->\n<!-- figures -->\nz', runs).split('\n');

describe('the page of figures', () => {
  it('tells of a run where it was played, how to repeat it, and a line for each row and mistake', () => {
    const lines = linesOf(run());
    expect(lines).toContain('## MariaDB 10.11.19 and RabbitMQ 3.10.8, native');
    expect(lines).toContain('SERVERS=native npx pnpm test:faults --long --seed 7');
    expect(lines.find((line) => line.startsWith('Begun'))).toMatch(
      /2026-11-24, commit abc, Node 26\.1\.0, on 2 cores \(a processor\) with 24 GiB, Linux 6;/,
    );
    expect(lines).toContain(
      '| 5 | database killed \\| started | 50 | 12,000 | 0 | 0 | 7 | 2.0 | 4.5 |',
    );
    expect(lines).toContain('| never looks | 2, killed | lost: 3 |');
  });

  it('adds up what was tried and seen, and has the remarks of the rows', () => {
    const lines = linesOf(run({ outcomes: [outcome(), outcome({ remark: 'it was hot' })] }));
    expect(lines).toContain('|  | **all** | 100 | 24,000 | 0 | 0 | 14 |  |  |');
    expect(lines).toContain('**100 faults, 24,000 views: lost 0, counted twice 0.**');
    expect(lines).toContain('- Row 5, database killed | started: it was hot');
  });

  it('hides nothing that went wrong', () => {
    const failed = outcome({ faults: ['trial 3: it fell over', 'in the end: it lay there'] });
    const [mutant] = run().mutants;
    const mutants = mutant ? [{ ...mutant, noticed: false, by: '' }] : [];
    const text = linesOf(run({ outcomes: [failed], mutants })).join('\n');
    expect(text).toContain('**failed:** trial 3: it fell over; in the end: it lay there');
    expect(text).toContain('| never looks | 2, killed | **not noticed** |');
  });

  it('is kept as the figures that are kept say: pnpm test:faults:report', async () => {
    const { frame, runs } = await readParts();
    expect(runs.length).toBeGreaterThan(0);
    expect(await readFile(DOCUMENT, 'utf8')).toBe(renderDocument(frame, runs));
  });

  it('is not made of a few trials, or of half a run', () => {
    expect(() => linesOf(run({ long: false }))).toThrow('not of a run with --long');
    expect(() => linesOf(run({ endedAt: null }))).toThrow('not a whole run');
    expect(() => linesOf(run({ only: [5] }))).toThrow('not a whole run');
    expect(() => linesOf(run({ shard: { index: 0, count: 2 } }))).toThrow('not a whole run');
    expect(() => renderDocument('<!-- sum -->', [run()])).toThrow('<!-- figures -->');
    expect(() => renderDocument('<!-- figures -->', [run()])).toThrow('<!-- sum -->');
  });
});
