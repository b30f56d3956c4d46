import type { ConfirmChannel } from 'amqplib';
import { bodiesOf } from './events.ts';
import type { Workload } from './workload.ts';

/** As much is written before the broker has to have confirmed what was written before that. */
const CHUNK_BYTES = 512 * 1024;

export interface Published {
  readonly messages: number;
  readonly bytes: number;
  readonly seconds: number;
}

/**
 * Publishes a workload straight to a queue, persistently, and waits until the broker has confirmed all of
 * it. While it confirms one part, the next is made and written.
 *
 * @throws when the broker refuses a message, and when `signal` aborts
 */
export async function publish(
  channel: ConfirmChannel,
  queue: string,
  workload: Workload,
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
  for (const body of bodiesOf(workload)) {
    channel.sendToQueue(queue, body, { persistent: true });
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
