import { askForNumber, type Ending, UsageError } from '@post-views/terminal';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { letters } from '../letters.ts';
import { type Selection, selectorOf } from '../selection.ts';
import { Summary } from '../summary.ts';
import { SPAN_SIZE, walkThrough } from '../walk-through.ts';

export interface DropOptions {
  /** Asks nobody. */
  readonly yes?: boolean;
}

/**
 * `drop`: removes letters for good, after asking. They are held while the operator thinks, so that exactly those are
 * removed that were counted.
 *
 * @throws {UsageError} when it should ask, and can't
 */
export async function drop(
  context: Context,
  selection: Selection,
  { yes = false }: DropOptions,
): Promise<Ending> {
  const { config, out, ask, signal } = context;
  if (!yes && !ask) {
    throw new UsageError('drop asks before it removes letters: run it on a terminal or with --yes');
  }
  const selector = selectorOf(selection);
  const summary = new Summary();
  let marked = 0;

  return walkThrough(context, SPAN_SIZE, async (walk, progress) => {
    await walk.through((letter) => {
      progress.update(walk.seen);
      if (!selector.chooses(letter)) return 'keep';
      summary.add(letter);
      marked += 1;
      return 'mark';
    });
    progress.clear();
    if (signal.aborted) return;
    selector.assertAllFound();
    if (marked === 0) {
      out.write('There is no letter to drop\n');
      return;
    }
    const chosen = letters(marked);
    if (!yes && ask) {
      summary.write(out, ` to drop from ${config.queue}`);
      const question = `\nType the number to drop ${chosen}: `;
      const over = AbortSignal.any([signal, walk.failed]);
      const typed = await askForNumber(ask, question, marked, over);
      walk.failed.throwIfAborted();
      if (signal.aborted) return;
      if (!typed) throw new Failure('nothing was dropped: that was not the number');
    }
    await walk.removeMarked();
    await walk.release();
    out.write(`${chosen} dropped\n`);
  });
}
