import { type Mutant, mutatedBy } from '../../test/mutants/mutants.ts';
import { lostOf, twiceOf, whatIsWrong } from '../report/table.ts';
import type { Patience, World } from '../scene/scene.ts';
import { merged } from '../wrapper/preload.ts';
import { play, type RowResult } from './play.ts';
import type { Row } from './row.ts';

/** Whether the row that must notice a consumer with this mistake does. */
export interface MutantOutcome {
  readonly name: string;
  readonly row: Pick<Row, 'number' | 'name'>;
  readonly noticed: boolean;
  /** What has gone wrong, in our words; nothing when nothing has. */
  readonly by: string;
}

/** What such a consumer has lost does not come, however long one waits. */
const PATIENCE: Patience = { recoveryMs: 20_000, standstillMs: 10_000 };

export async function playMutant(mutant: Mutant, world: World): Promise<MutantOutcome> {
  const { name, row } = mutant;
  const env = merged(row.scene?.env, mutatedBy(mutant));
  const mutated = { ...row, scene: { ...row.scene, env, patience: PATIENCE } };
  const result = await play(mutated, world, { long: false });
  const noticed = isShown(mutant, result);
  return { name, row: { number: row.number, name: row.name }, noticed, by: whatIsWrong(result) };
}

/** That something has gone wrong is not enough: it may have another reason. */
function isShown({ shows }: Mutant, { verdict, faults }: RowResult): boolean {
  if (shows === 'lost') return lostOf(verdict) > 0;
  if (shows === 'counted twice') return twiceOf(verdict) > 0;
  return faults.some((fault) => shows.test(fault));
}
