import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTHING_JUDGED } from '../../src/oracle/judge.ts';
import {
  expectAlike,
  type Figures,
  readFigures,
  withoutFailed,
  writeFigures,
} from '../../src/report/figures.ts';

const FIGURES: Figures = {
  startedAt: '2026-11-24T14:09:02.000Z',
  endedAt: '2026-11-24T17:09:02.000Z',
  seed: 7,
  long: true,
  only: null,
  cluster: false,
  machine: { commit: 'abc', node: '', cpu: '', cores: 2, memoryBytes: 0, kernel: '' },
  way: 'native',
  database: 'MariaDB 10.11.19',
  broker: 'RabbitMQ 3.10.8',
  outcomes: [],
  mutants: [
    { name: 'does not care', row: { number: 10, name: 'twice' }, noticed: true, by: 'lost: 1' },
  ],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'figures-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the figures of a run', () => {
  it('are read as they were written, into a folder that was not there', async () => {
    const file = join(folder, 'new', 'figures.json');
    await writeFigures(file, FIGURES);
    expect(await readFigures(file)).toEqual(FIGURES);
  });

  it('are not those of something else', async () => {
    const file = join(folder, 'other.json');
    await writeFile(file, '{"lines":[]}');
    await expect(readFigures(file)).rejects.toThrow('has no figures of this suite');
  });

  it('go on only with the same servers', () => {
    expectAlike(FIGURES, FIGURES);
    expect(() => expectAlike(FIGURES, { ...FIGURES, broker: 'RabbitMQ 4.3.6' })).toThrow(
      '--resume: broker was RabbitMQ 3.10.8, and is RabbitMQ 4.3.6 now',
    );
  });

  it('go on with another commit without what has failed', () => {
    const result = { trials: 1, verdict: NOTHING_JUDGED, recoveryMs: [], faults: [] };
    const row = { number: 5, name: 'killed' };
    const passed = { row, result, seconds: 1 };
    const failed = { row, result: { ...result, faults: ['trial 1: too late'] }, seconds: 1 };
    const [noticed] = FIGURES.mutants;
    const unnoticed = { name: 'is right', row, noticed: false, by: '' };
    const mutants = noticed ? [unnoticed, noticed] : [];
    const left = withoutFailed({ ...FIGURES, outcomes: [failed, passed], mutants });
    expect(left).toEqual({ ...FIGURES, outcomes: [passed] });
  });
});
