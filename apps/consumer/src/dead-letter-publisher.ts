import { type ConfirmPublisher, openConfirmPublisher } from '@post-views/amqp';
import { TOPOLOGY } from '@post-views/event';
import type { Logger } from '@post-views/service';
import type { Config } from './config.ts';
import type { DeadLetter } from './dead-letter.ts';
import { retryForever } from './retry.ts';
import { declareDeadLetters } from './topology.ts';

export interface DeadLetterPublisher {
  /**
   * Resolves once the broker has confirmed that the letter is in the dead-letter queue; tries for ever.
   *
   * @throws when `signal` aborts
   */
  publish(letter: DeadLetter, signal: AbortSignal): Promise<void>;
  close: ConfirmPublisher['close'];
}

/** There may be as many letters on the way as prefetch lets out: not each failure of each is news. */
const LOG_PAUSE_MS = 5_000;

/**
 * Publishes dead letters on a connection of its own: a broker that is short of memory stops connections
 * that publish, and must not stop the one that consumes. When no queue takes a letter, the queue is declared
 * again, if declaring is our business.
 */
export async function openDeadLetterPublisher(
  { amqpUrl: url, queue, topology }: Pick<Config, 'amqpUrl' | 'queue' | 'topology'>,
  log: Logger,
): Promise<DeadLetterPublisher> {
  const publisher = await openConfirmPublisher({
    url,
    log,
    purpose: 'dead-letters',
    ...(topology === 'declare' && { setup: (channel) => declareDeadLetters(channel, queue) }),
  });
  let lastLogged = Number.NEGATIVE_INFINITY;
  const logFailure = (error: Error, attempt: number) => {
    if (performance.now() - lastLogged < LOG_PAUSE_MS) return;
    lastLogged = performance.now();
    log.warn({ event: 'dead_letter_failed', reason: error.message, attempt });
  };

  return {
    async publish({ body, options }, signal) {
      const { deadLetterExchange: exchange } = TOPOLOGY;
      // The routing key of a dead letter is the queue that its message came from.
      const message = { exchange, routingKey: queue, body, options };
      await retryForever(() => publisher.publish(message), { signal, onFailure: logFailure });
    },
    close: () => publisher.close(),
  };
}
