import { setTimeout as sleep } from 'node:timers/promises';
import { deadLetterQueueOf } from '@post-views/event';
import { abortable } from './abortable.ts';
import type { BenchBroker } from './broker.ts';

/** Messages that are in the queues, and out to nobody. */
export interface QueueCounts {
  readonly dead: number;
  readonly source: number;
}

/** Messages; what a quorum queue has out to one consumer, at most. */
const PREFETCH = 2_000;
/** The broker counts what came and went in its own time. */
const COUNT_TIMEOUT_MS = 5_000;
const LOOK_AGAIN_MS = 50;

export async function readCounts({ channel, queue }: BenchBroker): Promise<QueueCounts> {
  const { messageCount: dead } = await channel.checkQueue(deadLetterQueueOf(queue));
  const { messageCount: source } = await channel.checkQueue(queue);
  return { dead, source };
}

/** @throws when the queues don't hold exactly so many messages, also after a while */
export async function needCounts(broker: BenchBroker, expected: QueueCounts): Promise<void> {
  const deadline = performance.now() + COUNT_TIMEOUT_MS;
  for (;;) {
    const { dead, source } = await readCounts(broker);
    if (dead === expected.dead && source === expected.source) return;
    if (performance.now() > deadline) {
      throw new Error(
        `${dead} letters are left and ${source} went back, not ${expected.dead} and ${expected.source}`,
      );
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

/**
 * Takes what went back out of the queue again.
 *
 * @param expected the bodies, each once
 * @throws when these are others
 */
export async function needTaken(
  broker: BenchBroker,
  expected: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  const taken = await take(broker, expected.size, signal);
  const right = new Set(taken.filter((body) => expected.has(body))).size;
  if (right !== expected.size) {
    throw new Error(`of ${expected.size} letters that went back, ${right} are those that should`);
  }
}

async function take(
  { channel, queue }: BenchBroker,
  count: number,
  signal: AbortSignal,
): Promise<string[]> {
  if (count === 0) return [];
  const bodies: string[] = [];
  const all = Promise.withResolvers<void>();
  await channel.prefetch(PREFETCH);
  const { consumerTag } = await channel.consume(queue, (message) => {
    if (message === null) return all.reject(new Error(`${queue} was deleted`));
    bodies.push(message.content.toString());
    channel.ack(message);
    if (bodies.length === count) all.resolve();
  });
  await abortable(signal, all.promise);
  await channel.cancel(consumerTag);
  return bodies;
}
