import { type Mutant, mutatedBy } from '../../test/mutants/mutants.ts';
import { isPassed } from '../report/table.ts';
import type { World } from '../scene/scene.ts';
import { play } from './play.ts';
import { ROWS } from './rows.ts';

/** Whether the row that must notice a consumer with this mistake does. */
export interface MutantOutcome {
  readonly name: string;
  readonly row: number;
  readonly noticed: boolean;
}

export async function playMutant(mutant: Mutant, world: World): Promise<MutantOutcome> {
  const { name, row: number } = mutant;
  const row = ROWS.find((candidate) => candidate.number === number);
  if (!row) throw new Error(`there is no row ${number} for the mutant that ${name}`);
  const mutated = {
    ...row,
    scene: { ...row.scene, env: { ...row.scene?.env, ...mutatedBy(mutant) } },
  };
  const result = await play(mutated, world, { long: false });
  return { name, row: number, noticed: !isPassed(result) };
}
