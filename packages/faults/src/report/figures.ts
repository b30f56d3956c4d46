import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Machine } from '@post-views/bench';
import type { Shard } from '../options.ts';
import type { MutantOutcome } from '../rows/play-mutant.ts';
import { isPassed, type Outcome } from './table.ts';

/** What was played on, with which chance. Only what was played alike belongs into one report. */
export interface Circumstances {
  readonly seed: number;
  readonly long: boolean;
  /** The numbers of the rows that were asked for; all of them if `null`. */
  readonly only: readonly number[] | null;
  /** Whether those on clusters were asked for. */
  readonly cluster: boolean;
  /** Which part of them; all if `null` or, in an older file, not there. */
  readonly shard?: Shard | null;
  readonly machine: Machine;
  /** How the servers were had. */
  readonly way: string;
  /** With its version. */
  readonly database: string;
  /** With its version. */
  readonly broker: string;
}

/** What a run has shown, so far or in the end. */
export interface Figures extends Circumstances {
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; `null` while it goes on, or when it was interrupted. */
  readonly endedAt: string | null;
  readonly outcomes: readonly Outcome[];
  readonly mutants: readonly MutantOutcome[];
}

export async function writeFigures(file: string, figures: Figures): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  // What is killed while it writes must not take with it what was there.
  await writeFile(`${file}.new`, `${JSON.stringify(figures, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** @throws when the file is not there, or not one that {@link writeFigures} has written */
export async function readFigures(file: string): Promise<Figures> {
  const figures = JSON.parse(await readFile(file, 'utf8')) as Partial<Figures>;
  if (!figures.outcomes || !figures.mutants)
    throw new Error(`${file} has no figures of this suite`);
  return figures as Figures;
}

/** What need not be played again on another commit: what has failed may have been mended since. */
export function withoutFailed(figures: Figures): Figures {
  return {
    ...figures,
    outcomes: figures.outcomes.filter(({ result }) => isPassed(result)),
    mutants: figures.mutants.filter(({ noticed }) => noticed),
  };
}

/** @throws when a run can't be gone on with, because something is different now; says what */
export function expectAlike(before: Circumstances, now: Circumstances): void {
  const compared = [
    ['servers', before.way, now.way],
    ['database', before.database, now.database],
    ['broker', before.broker, now.broker],
  ];
  for (const [name, was, is] of compared) {
    if (was !== is) throw new Error(`--resume: ${name} was ${was}, and is ${is} now`);
  }
}
