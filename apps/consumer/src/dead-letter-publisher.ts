import { type ConfirmPublisher, openConfirmPublisher } from '@post-views/amqp';
import { TOPOLOGY } from '@post-views/event';
import type { Logger } from '@post-views/service';
import type { DeadLetter } from './dead-letter.ts';
import { retryForever } from './retry.ts';

export interface DeadLetterPublisher {
  /**
   * Resolves once the broker has confirmed that the letter is in the dead-letter queue; tries for ever.
   *
   * @throws when `signal` aborts
   */
  publish(letter: DeadLetter, signal: AbortSignal): Promise<void>;
  close: ConfirmPublisher['close'];
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
  const publisher = await openConfirmPublisher({ url, log, purpose: 'dead-letters' });
  return {
    async publish(letter, signal) {
      const message = {
        exchange: TOPOLOGY.deadLetterExchange,
        routingKey: queue,
        body: letter.body,
        options: letter.options,
      };
      await retryForever(() => publisher.publish(message), {
        signal,
        onFailure: (error, attempt) =>
          log.warn({ event: 'dead_letter_failed', reason: error.message, attempt }),
      });
    },
    close: () => publisher.close(),
  };
}
