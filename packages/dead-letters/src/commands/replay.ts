import { openBroker } from '../broker.ts';
import type { Context, Ending } from '../context.ts';
import { letters } from '../format.ts';
import { openRepublisher } from '../republish.ts';
import { type Selection, selectorOf } from '../selection.ts';
import { Sender } from '../sender.ts';
import { walkThrough } from '../walk-through.ts';

/** So many letters are on their way at a time, with their bodies in memory. */
const SPAN_SIZE = 500;

/**
 * `replay`: sends letters back to the queue that they came from. A letter is removed after the broker has
 * confirmed its message, never before: what ends the command in between leaves both, and the event's id
 * makes it count once.
 *
 * What is still bad comes back behind the letter that was last when the command began, and so is not replayed
 * again.
 */
export async function replay(context: Context, selection: Selection): Promise<Ending> {
  const { config, out, err, signal } = context;
  const { amqpUrl: url, sourceQueue } = config;
  const selector = selectorOf(selection);
  await using publisher = await openBroker({
    url,
    queue: sourceQueue,
    purpose: 'letters-replay',
    onBlocked: (reason) =>
      err.write(`The broker takes no messages at the moment (${reason}): waiting\n`),
  });
  const sender = new Sender(await openRepublisher(publisher, sourceQueue));
  const stopped = AbortSignal.any([signal, publisher.failed]);

  // Without await, the publisher would be closed before the walk begins.
  return await walkThrough({ ...context, signal: stopped }, SPAN_SIZE, async (walk, progress) => {
    /** Letters that were named: none is sent before all are found. */
    const named: (() => void)[] = [];
    try {
      await walk.through((letter, remove) => {
        progress.update(walk.seen);
        if (!selector.chooses(letter)) return 'keep';
        const send = () => sender.send(letter, remove);
        if (!selection.ids?.length) {
          send();
          return 'take';
        }
        named.push(send);
        return 'keep';
      });
      if (!stopped.aborted) selector.assertAllFound();
      if (!stopped.aborted) for (const send of named) send();
    } finally {
      await sender.settled(stopped);
      progress.clear();
      if (sender.sent > 0) out.write(`${letters(sender.sent)} went back to ${sourceQueue}\n`);
    }
    publisher.failed.throwIfAborted();
    if (signal.aborted) out.write(`Stopped: ${letters(walk.total - walk.seen)} not looked at\n`);
    else if (sender.sent === 0) out.write('There is no letter to replay\n');
    const arrived = await walk.release();
    if (arrived > 0) {
      out.write(`${letters(arrived)} came meanwhile and stay, among them what is still bad\n`);
    }
  });
}
