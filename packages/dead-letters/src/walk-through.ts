import { createProgress, type Ending, type Progress } from '@post-views/terminal';
import { openBroker } from './broker.ts';
import type { Context } from './context.ts';
import { letters } from './letters.ts';
import { Walk } from './walk.ts';

/** What a queue has out to one consumer, at most, unless told otherwise. */
export const SPAN_SIZE = 2000;

/**
 * Connects, lets `work` go through the dead letters, and gives back what it did not remove.
 *
 * @param spanSize see {@link Walk}
 * @throws {Failure} and what `work` throws
 */
export async function walkThrough(
  { config, err, signal }: Context,
  spanSize: number,
  work: (walk: Walk, progress: Progress) => Promise<void>,
): Promise<Ending> {
  const { amqpUrl: url, queue } = config;
  await using broker = await openBroker({ url, queue, purpose: 'letters' });
  await using walk = await Walk.begin(broker, { queue, spanSize, signal });
  using progress = createProgress(err, { total: walk.total, amount: letters });
  await work(walk, progress);
  return signal.aborted ? 'stopped' : 'done';
}
