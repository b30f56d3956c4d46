import { type Mutant, mutatedBy } from '../../test/mutants/mutants.ts';
import { isClean } from '../oracle/judge.ts';
import { lettersWrongOf, lostOf, twiceOf } from '../report/table.ts';
import type { Patience, World } from '../scene/scene.ts';
import { merged } from '../wrapper/preload.ts';
import { play, type RowResult } from './play.ts';
import type { Row } from './row.ts';

/** Whether the row that must notice a consumer with this mistake does. */
export interface MutantOutcome {
  readonly name: string;
  readonly row: Pick<Row, 'number' | 'name'>;
  readonly noticed: boolean;
  /** What has shown it, in our words; nothing when nothing has. */
  readonly by: string;
}

/** What such a consumer has lost does not come, however long one waits. */
const PATIENCE: Patience = { recoveryMs: 20_000, standstillMs: 10_000 };

export async function playMutant(mutant: Mutant, world: World): Promise<MutantOutcome> {
  const { name, row } = mutant;
  const env = merged(row.scene?.env, mutatedBy(mutant));
  const mutated = { ...row, scene: { ...row.scene, env, patience: PATIENCE } };
  const by = whatIsWrong(await play(mutated, world, { long: false }));
  return { name, row: { number: row.number, name: row.name }, noticed: by !== '', by };
}

/** The views first: what else went wrong may be because of them. */
function whatIsWrong({ verdict, faults }: RowResult): string {
  const counts = [
    ['lost', lostOf(verdict)],
    ['counted twice', twiceOf(verdict)],
    ['unexpected', verdict.unexpected],
    ['dead letters wrong', lettersWrongOf(verdict)],
  ] as const;
  const wrong = counts.filter(([, count]) => count > 0);
  if (!isClean(verdict)) return wrong.map(([what, count]) => `${what}: ${count}`).join(', ');
  return faults[0] ?? '';
}
