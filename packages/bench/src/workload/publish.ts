import type { ConfirmChannel, Options } from 'amqplib';
import { bodiesOf } from './events.ts';
import type { Workload } from './workload.ts';

/** As much is written before the broker has to have confirmed what was written before that. */
const CHUNK_BYTES = 512 * 1024;

export interface Published {
  readonly messages: number;
  readonly bytes: number;
  readonly seconds: number;
}

export interface Message {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly options: Options.Publish;
}

/**
 * Publishes a workload straight to a queue, persistently, and waits until the broker has confirmed all of it.
 *
 * @throws when the broker refuses a message, and when `signal` aborts
 */
export function publish(
  channel: ConfirmChannel,
  queue: string,
  workload: Workload,
  signal: AbortSignal,
): Promise<Published> {
  return publishAll(channel, messagesTo(queue, workload), signal);
}

function* messagesTo(routingKey: string, workload: Workload): Generator<Message> {
  const options = { persistent: true };
  for (const body of bodiesOf(workload)) yield { exchange: '', routingKey, body, options };
}

/** As {@link publish}. While the broker confirms one part, the next is made and written. */
export async function publishAll(
  channel: ConfirmChannel,
  outgoing: Iterable<Message>,
  signal: AbortSignal,
): Promise<Published> {
  const startedAt = performance.now();
  let [messages, bytes, written] = [0, 0, 0];
  let confirmed = Promise.resolve();
  const confirmPart = async () => {
    const before = confirmed;
    confirmed = channel.waitForConfirms();
    // Told to whoever awaits it; until then it must not count as unhandled.
    confirmed.catch(() => undefined);
    await before;
    written = 0;
  };
  for (const { exchange, routingKey, body, options } of outgoing) {
    channel.publish(exchange, routingKey, body, options);
    messages += 1;
    bytes += body.length;
    written += body.length;
    if (written < CHUNK_BYTES) continue;
    signal.throwIfAborted();
    await confirmPart();
  }
  await confirmPart();
  await confirmed;
  return { messages, bytes, seconds: (performance.now() - startedAt) / 1000 };
}
