import { type PostView, UnfitDatabase } from '@post-views/db';
import { keepTrying } from './keep-trying.ts';
import { type RecordContext, type Refusal, recordGroup } from './record-group.ts';
import { NOTHING_WRITTEN, type RefusedView, refuse, type WriteResult } from './write-result.ts';

/** So many views refused in a row, and none taken among them, are no coincidence. */
const NO_COINCIDENCE = 100;

/** How many views were refused, each by itself, since one was taken last. */
export interface RefusalStreak {
  length: number;
}

export interface FaultContext extends RecordContext {
  /** One for all batches of a process: when there is little to do they are small. */
  readonly refusals: RefusalStreak;
}

/**
 * Waits while the fault is not in the views, but in what they are written to: a trigger, a constraint or a
 * column that takes none at all. Good events would become dead letters by the million.
 *
 * That is so when {@link NO_COINCIDENCE} views were refused in a row, in this batch or in those before. Of a
 * batch that could complete such a row, views are tried alone, at random, until one is taken. When the row is
 * complete first, it is the schema's fault: the batch waits, and one of its views is tried from time to time.
 *
 * @param views were refused together
 * @returns what became of the views that were tried, and those that were not
 */
export async function ruleOutSchemaFault(
  views: readonly PostView[],
  context: FaultContext,
): Promise<WriteResult & { readonly untried: readonly PostView[] }> {
  const { refusals } = context;
  if (refusals.length + views.length < NO_COINCIDENCE) {
    return { ...NOTHING_WRITTEN, untried: views };
  }
  return keepTrying(async () => {
    const untried = shuffled(views);
    const refused: RefusedView[] = [];
    const tooOld: PostView[] = [];
    for (let view = untried.pop(); view !== undefined; view = untried.pop()) {
      const { recorded, refusal, ...outcome } = await recordGroup([view], context);
      tooOld.push(...outcome.tooOld);
      if (recorded > 0) return { recorded, refused, tooOld, untried };
      // A duplicate shows nothing, nor does a view that is too old.
      if (refusal === undefined) continue;
      refused.push(refuse(view, refusal));
      if (refusals.length + refused.length >= NO_COINCIDENCE) {
        refusals.length = NO_COINCIDENCE;
        throw schemaFault(refusal);
      }
    }
    return { recorded: 0, refused, tooOld, untried };
  }, context);
}

/** To be told of each batch when it is done with. */
export function noteRefusals(refusals: RefusalStreak, { recorded, refused }: WriteResult): void {
  refusals.length = recorded > 0 ? 0 : refusals.length + refused.length;
}

function schemaFault({ code, reason }: Refusal): UnfitDatabase {
  return new UnfitDatabase(
    'ALL_REFUSED',
    `${NO_COINCIDENCE} views in a row were refused (${code}: ${reason}), so a trigger, a constraint or a ` +
      'column of the tables is taken to be at fault; the views wait until one is taken',
  );
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((element) => ({ element, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ element }) => element);
}
