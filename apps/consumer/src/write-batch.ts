import type { PostView } from '@post-views/db';
import { TOO_OLD } from './horizon.ts';
import { type Refusal, recordGroup } from './record-group.ts';
import { type FaultContext, noteRefusals, ruleOutSchemaFault } from './schema-fault.ts';
import {
  NOTHING_WRITTEN,
  type RefusedView,
  refuse,
  sum,
  type WriteResult,
} from './write-result.ts';

/**
 * Gets views into the database, however long that takes: what is not their own fault is tried again for
 * ever, and meanwhile their messages stay un-acknowledged.
 *
 * When the database refuses a value, the views are halved until the guilty ones stand alone: to find `k`
 * among `n` takes some `2k log₂ n` transactions.
 *
 * @returns the guilty ones, and those that are too old by now; all the others are counted
 * @throws when `signal` aborts
 */
export async function writeBatch(
  views: readonly PostView[],
  context: FaultContext,
): Promise<readonly RefusedView[]> {
  const result = await write(views, context, async (refusal) => {
    const { untried, ...tried } = await ruleOutSchemaFault(views, context);
    // All of them were refused a moment ago.
    const others =
      untried.length === views.length
        ? await halve(views, refusal, context)
        : await writeHalving(untried, context);
    return sum([tried, others]);
  });
  noteRefusals(context.refusals, result);
  const { refused, tooOld } = result;
  return [...refused, ...tooOld.map((view) => ({ view, rejection: TOO_OLD }))];
}

/** @param onRefusal what is done when the database won't have the views together */
async function write(
  views: readonly PostView[],
  context: FaultContext,
  onRefusal: (refusal: Refusal) => Promise<WriteResult>,
): Promise<WriteResult> {
  if (views.length === 0) return NOTHING_WRITTEN;
  const { recorded, tooOld, refusal } = await recordGroup(views, context);
  return refusal ? onRefusal(refusal) : { recorded, refused: [], tooOld };
}

function writeHalving(views: readonly PostView[], context: FaultContext): Promise<WriteResult> {
  return write(views, context, (refusal) => halve(views, refusal, context));
}

async function halve(
  views: readonly PostView[],
  refusal: Refusal,
  context: FaultContext,
): Promise<WriteResult> {
  const [first] = views;
  if (views.length === 1 && first) {
    return { ...NOTHING_WRITTEN, refused: [refuse(first, refusal)] };
  }
  context.log.debug({ event: 'batch_split', views: views.length, ...refusal });
  const middle = Math.ceil(views.length / 2);
  return sum([
    await writeHalving(views.slice(0, middle), context),
    await writeHalving(views.slice(middle), context),
  ]);
}
