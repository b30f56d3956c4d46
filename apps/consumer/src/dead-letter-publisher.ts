import { type ConfirmPublisher, openConfirmPublisher } from '@post-views/amqp';
import { TOPOLOGY } from '@post-views/event';
import { type Logger, RepeatingLog } from '@post-views/service';
import type { Config } from './config.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { Metrics } from './metrics.ts';
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

/**
 * Publishes dead letters on a connection of its own: a broker that is short of memory stops connections
 * that publish, and must not stop the one that consumes. When no queue takes a letter, the queue is declared
 * again, if declaring is our business.
 */
export async function openDeadLetterPublisher(
  { amqpUrl: url, queue, topology }: Pick<Config, 'amqpUrl' | 'queue' | 'topology'>,
  log: Logger,
  metrics: Metrics,
): Promise<DeadLetterPublisher> {
  const publisher = await openConfirmPublisher({
    url,
    log,
    purpose: 'dead-letters',
    onEvent: (event) => metrics.connection('dead-letters', event),
    ...(topology === 'declare' && { setup: (channel) => declareDeadLetters(channel, queue) }),
  });
  /** There may be thousands on the way: not each failure of each is news. */
  const failures = new RepeatingLog(log);
  const onFailure = ({ message: reason }: Error, attempt: number) => {
    metrics.letterFailed();
    failures.say('warn', { event: 'dead_letter_failed', reason, attempt }, reason);
  };

  return {
    async publish({ body, options }, signal) {
      const { deadLetterExchange: exchange } = TOPOLOGY;
      // The routing key of a dead letter is the queue that its message came from.
      const message = { exchange, routingKey: queue, body, options };
      await retryForever(() => publisher.publish(message), { signal, onFailure });
      metrics.letterConfirmed();
    },
    async close() {
      failures.settle();
      await publisher.close();
    },
  };
}
