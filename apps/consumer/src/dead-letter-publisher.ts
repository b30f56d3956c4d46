import { TOPOLOGY } from '@post-views/event';
import type { Logger } from '@post-views/service';
import type { ConfirmChannel } from 'amqplib';
import pRetry from 'p-retry';
import { closeQuietly, openAmqpConnection } from './amqp-connection.ts';
import type { DeadLetter } from './dead-letter.ts';

export interface DeadLetterPublisher {
  /**
   * Resolves once the broker has confirmed that the letter is in the dead-letter queue; tries for ever.
   *
   * @throws when `signal` aborts
   */
  publish(letter: DeadLetter, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * Publishes dead letters on a connection of its own: a broker that is short of memory stops connections
 * that publish, and must not stop the one that consumes.
 *
 * @param queue the queue that the messages came from; its name is the routing key
 */
export async function openDeadLetterPublisher(options: {
  readonly url: string;
  readonly queue: string;
  readonly log: Logger;
}): Promise<DeadLetterPublisher> {
  const { url, queue, log } = options;
  let channel: ConfirmChannel | undefined;
  /** Letters that no queue took. The broker returns such a letter, and then confirms it all the same. */
  const returned = new Set<string>();

  const connection = await openAmqpConnection({
    url,
    log,
    purpose: 'dead-letters',
    setup: async (model) => {
      const opened = await model.createConfirmChannel();
      opened.on('error', (error) =>
        log.warn({ event: 'amqp_channel_error', reason: error.message }),
      );
      opened.on('return', ({ properties }) => returned.add(properties.headers?.['x-letter-id']));
      opened.once('close', () => {
        if (channel === opened) channel = undefined;
        void closeQuietly(model);
      });
      channel = opened;
    },
  });

  const publishOnce = ({ id, body, options }: DeadLetter) =>
    new Promise<void>((resolve, reject) => {
      if (!channel) return reject(new Error('not connected'));
      channel.publish(TOPOLOGY.deadLetterExchange, queue, body, options, (refused) => {
        if (returned.delete(id)) reject(new Error('no queue is bound to the dead-letter exchange'));
        else if (refused) reject(new Error('the broker did not take it'));
        else resolve();
      });
    });

  return {
    async publish(letter, signal) {
      await pRetry(() => publishOnce(letter), {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 100,
        maxTimeout: 2_000,
        randomize: true,
        signal,
        onFailedAttempt: ({ error, attemptNumber }) =>
          log.warn({ event: 'dead_letter_failed', reason: error.message, attempt: attemptNumber }),
      });
    },
    close: () => closeQuietly(connection),
  };
}
