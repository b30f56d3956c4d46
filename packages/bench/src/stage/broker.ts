import { setTimeout as sleep } from 'node:timers/promises';
import { type ConfirmChannel, connect } from 'amqplib';

const EMPTY_TIMEOUT_MS = 5_000;
const EMPTY_PAUSE_MS = 20;

/** The bench's connection to the broker, and queues that are its own. */
export interface BenchBroker extends AsyncDisposable {
  readonly url: string;
  /** The queue of the consumer that is measured; it declares it itself. */
  readonly queue: string;
  /** The queue of the article's consumer. */
  readonly articleQueue: string;
  readonly channel: ConfirmChannel;
}

/** Connects, and deletes the queues when it is disposed of. */
export async function openBroker(url: string, id: string): Promise<BenchBroker> {
  const connection = await connect(url);
  // What is lost with the connection is told by whatever waits for the broker.
  connection.on('error', () => undefined);
  const channel = await connection.createConfirmChannel();
  channel.on('error', () => undefined);
  const queue = `bench.${id}`;
  const articleQueue = `bench.${id}.article`;
  await channel.assertQueue(articleQueue, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum' },
  });
  return {
    url,
    queue,
    articleQueue,
    channel,
    async [Symbol.asyncDispose]() {
      try {
        for (const name of [queue, `${queue}.dead`, articleQueue]) await channel.deleteQueue(name);
      } finally {
        await connection.close();
      }
    },
  };
}

/**
 * Waits until the broker has worked off the last acknowledgements.
 *
 * @throws when messages are left: they would be counted with the next line
 */
export async function needEmpty({ channel }: BenchBroker, queue: string): Promise<void> {
  const deadline = performance.now() + EMPTY_TIMEOUT_MS;
  for (;;) {
    const { messageCount } = await channel.checkQueue(queue);
    if (messageCount === 0) return;
    if (performance.now() > deadline) {
      throw new Error(`${messageCount} messages were not acknowledged`);
    }
    await sleep(EMPTY_PAUSE_MS);
  }
}
