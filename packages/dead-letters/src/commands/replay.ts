import type { Ending } from '@post-views/terminal';
import { openBroker } from '../broker.ts';
import type { Context } from '../context.ts';
import { letters } from '../letters.ts';
import { pass } from '../replay-pass.ts';
import { openRepublisher } from '../republish.ts';
import { type Selection, selectorOf } from '../selection.ts';
import { Sender } from '../sender.ts';

/** What is on its way is in memory, here and on its way out. */
const SENDING_BYTES = 32 * 1024 * 1024;

/**
 * `replay`: sends letters back to the queue that they came from. A letter is removed after the broker has
 * confirmed its message, never before: what ends the command in between leaves both, and the event's id
 * makes it count once.
 *
 * Letters for which there is no room at the moment are put off, and fetched again in another pass. So are
 * letters that were named, until all of them are found. What is still bad comes back to the dead ones, but is
 * replayed only once.
 */
export async function replay(context: Context, selection: Selection): Promise<Ending> {
  const { config, out, err, signal } = context;
  const { amqpUrl: url, sourceQueue } = config;
  const selector = selectorOf(selection);
  const named = (selection.ids?.length ?? 0) > 0;
  await using publisher = await openBroker({
    url,
    queue: sourceQueue,
    purpose: 'letters-replay',
    onBlocked: (reason) =>
      err.write(`The broker takes no messages at the moment (${reason}): waiting\n`),
  });
  const sender = new Sender(await openRepublisher(publisher, sourceQueue), SENDING_BYTES);
  const stopped = AbortSignal.any([signal, publisher.failed]);
  const passing = { context: { ...context, signal: stopped }, sender };

  let arrived = 0;
  let unseen = 0;
  try {
    let last = await pass({
      ...passing,
      chooses: (letter) => selector.chooses(letter),
      findOnly: named,
    });
    unseen = last.unseen;
    arrived += last.arrived;
    if (!stopped.aborted) selector.assertAllFound();
    while (last.putOff.ids.size > 0 && !stopped.aborted) {
      const { putOff } = last;
      last = await pass({ ...passing, chooses: ({ id }) => putOff.ids.has(id), putOff });
      arrived += last.arrived;
      // The others were looked at by the first pass.
      unseen = Math.min(last.unseen, putOff.ids.size);
    }
  } finally {
    if (sender.sent > 0) out.write(`${letters(sender.sent)} went back to ${sourceQueue}\n`);
  }
  publisher.failed.throwIfAborted();
  if (signal.aborted) out.write(`Stopped: ${letters(unseen)} not looked at\n`);
  else if (sender.sent === 0) out.write('There is no letter to replay\n');
  if (arrived > 0) {
    out.write(`${letters(arrived)} came meanwhile and stay, among them what is still bad\n`);
  }
  return signal.aborted ? 'stopped' : 'done';
}
