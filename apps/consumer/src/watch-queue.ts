import { AmqpError } from '@post-views/amqp';
import { within } from '@post-views/service';
import type { Channel } from 'amqplib';
import type { Intake } from './intake.ts';

export interface QueueWatchOptions {
  /** Its end is the end of the watch. */
  readonly channel: Pick<Channel, 'once'>;
  readonly intake: Pick<Intake, 'deliveries' | 'exhausted' | 'askQueue'>;
  readonly lose: (cause: Error) => void;
  /** Milliseconds without a message after which the queue is asked. */
  readonly quietMs?: number;
  /** Milliseconds that its answer may take; fewer than `quietMs`. */
  readonly answerMs?: number;
}

const QUIET_MS = 10_000;
const ANSWER_MS = 8_000;

/**
 * Leaves a node of the broker from which no message can come, though nothing else shows that: one that was cut off
 * from its cluster goes on with heartbeats, and the consumer waits for ever.
 *
 * So when no message has come for some seconds, and there is room for some, the queue is asked. Only what its replicas
 * have to agree on tells: a passive declaration is answered by such a node as ever, with no more than other numbers,
 * and if the leader was on it, with the same. A broker under an alarm takes consumers, and so it is not left. A channel
 * that can't even ask, since the broker has not answered that it is closed, is left as well.
 *
 * @see https://www.rabbitmq.com/docs/partitions
 */
export function watchQueue(options: QueueWatchOptions): void {
  const { channel, intake, lose, quietMs = QUIET_MS, answerMs = ANSWER_MS } = options;
  let seen = intake.deliveries;

  const isQuiet = () => intake.deliveries === seen && !intake.exhausted;
  const look = async (): Promise<void> => {
    const quiet = isQuiet();
    seen = intake.deliveries;
    if (!quiet) return;
    const outcome = await within(answerMs, intake.askQueue());
    if (outcome === 'done' || !isQuiet()) return;
    lose(new AmqpError('SILENT', `the queue has not answered within ${answerMs / 1000} s`));
  };
  const timer = setInterval(() => void look(), quietMs).unref();
  channel.once('close', () => clearInterval(timer));
}
