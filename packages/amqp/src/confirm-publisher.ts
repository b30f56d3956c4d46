import { randomUUID } from 'node:crypto';
import type { ConfirmChannel, Options } from 'amqplib';
import { AmqpError, PublishAttemptError } from './amqp-error.ts';
import { closeQuietly } from './close.ts';
import { type ConnectionOptions, openConnection, type SetupContext } from './connection.ts';
import { loseWith } from './lose-with.ts';

export interface OutgoingMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly options: Options.Publish;
}

export interface ConfirmPublisher {
  /** Whether there is a channel to publish on at the moment. */
  readonly connected: boolean;
  /**
   * One attempt: resolves once the broker has confirmed that the message is in a queue.
   *
   * @throws {PublishAttemptError} when there is no connection at the moment, when the broker refuses the message, when the
   *   connection is lost before it has confirmed (the message may be there or not), and, if the message is `mandatory`,
   *   when no queue takes it
   * @throws {AmqpError} when it has confirmed nothing for too long (the message may be there or not)
   */
  publish(message: OutgoingMessage): Promise<void>;
  close(): Promise<void>;
}

export interface ConfirmPublisherOptions extends Omit<ConnectionOptions, 'setup'> {
  /** Sees to what the messages need, such as a queue; again after a message was returned. */
  readonly setup?: (channel: ConfirmChannel) => Promise<void>;
  /** Milliseconds in which a broker that reads has to confirm something, or it is left. */
  readonly confirmTimeoutMs?: number;
}

/**
 * RabbitMQ 3 goes on refusing on a channel when its queue takes messages again: only a new channel learns of that. No
 * channel is given up sooner, or there would be one for each attempt.
 */
const REFUSING_CHANNEL_MS = 2_000;
const CONFIRM_TIMEOUT_MS = 10_000;
/** It grows so often to twice as much. */
const CONFIRM_TIMEOUT_DOUBLINGS = 4;

/** amqplib's word for it; all else that it says means that the channel was closed. */
const NACKED = 'message nacked';

/** What messages are published on. */
interface Present {
  readonly channel: ConfirmChannel;
  readonly lose: SetupContext['lose'];
  readonly openedAt: number;
  /** Since when the broker reads what we send; `undefined` while an alarm keeps it from that. */
  readingSince: number | undefined;
  /** When it has confirmed or refused something last. */
  answeredAt: number;
}

/**
 * Opens a connection for publishing, and opens it again whenever it or its channel is lost.
 *
 * A connection on which the broker confirms nothing is left, for the next node: its queue may be without a leader,
 * though heartbeats come as ever. While the broker has blocked it, as it does under an alarm of memory or disk, it
 * is kept, and messages wait for however long that takes: all nodes of a cluster have that alarm. The time begins
 * again after that. Each time that this was of no use it is given twice as long: one that is slow must not be sent
 * the same again and again.
 */
export async function openConfirmPublisher(
  options: ConfirmPublisherOptions,
): Promise<ConfirmPublisher> {
  const { confirmTimeoutMs = CONFIRM_TIMEOUT_MS } = options;
  const longestTimeoutMs = confirmTimeoutMs * 2 ** CONFIRM_TIMEOUT_DOUBLINGS;
  let present: Present | undefined;
  let timeoutMs = confirmTimeoutMs;
  /** Correlation ids of messages that no queue took: the broker returns them, and confirms them after that. */
  const returned = new Set<string>();

  const connection = await openConnection({
    ...options,
    setup: async (model, { lose }) => {
      const channel = await model.createConfirmChannel();
      const openedAt = performance.now();
      const opened: Present = { channel, lose, openedAt, readingSince: 0, answeredAt: 0 };
      loseWith(channel, lose);
      model.on('blocked', () => {
        opened.readingSince = undefined;
      });
      model.on('unblocked', () => {
        opened.readingSince = performance.now();
      });
      channel.on('return', ({ properties }) => {
        returned.add(properties.correlationId);
        // Only after its confirm, which is on its way.
        if (options.setup) setImmediate(() => void leaveChannel(opened));
      });
      channel.once('close', () => {
        if (present === opened) present = undefined;
      });
      await options.setup?.(channel);
      present = opened;
    },
  });

  return {
    get connected() {
      return present !== undefined;
    },
    publish: ({ exchange, routingKey, body, options: properties }) =>
      new Promise((resolve, reject) => {
        const used = present;
        if (!used) return reject(new PublishAttemptError('NOT_CONNECTED', 'not connected'));
        const correlationId = properties.correlationId ?? randomUUID();
        const all = { ...properties, correlationId };
        used.channel.publish(exchange, routingKey, body, all, (refused) => {
          stopWaiting();
          // When a channel is left, amqplib refuses what was on its way there: that is no answer.
          if (used === present) {
            used.answeredAt = performance.now();
            timeoutMs = confirmTimeoutMs;
          }
          if (returned.delete(correlationId)) {
            reject(new PublishAttemptError('RETURNED', 'no queue takes it'));
          } else if (refused) {
            const code = refused.message === NACKED ? 'REFUSED' : 'LOST';
            reject(new PublishAttemptError(code, 'the broker did not confirm it'));
            const old = performance.now() - used.openedAt > REFUSING_CHANNEL_MS;
            if (used === present && old) void leaveChannel(used);
          } else resolve();
        });
        const stopWaiting = limitWait(used, timeoutMs, (error) => {
          reject(error);
          if (used !== present) return;
          present = undefined;
          timeoutMs = Math.min(2 * timeoutMs, longestTimeoutMs);
          used.lose(error);
        });
      }),
    close: () => connection.close(),
  };
}

/** A channel that the broker does not close would stay for ever: its connection goes with it. */
async function leaveChannel({ channel, lose }: Present): Promise<void> {
  if (!(await closeQuietly(channel))) lose();
}

/** @param giveUp hears when the broker had that much time, and has answered nothing at all */
function limitWait(used: Present, timeoutMs: number, giveUp: (error: Error) => void): () => void {
  const timer = setTimeout(() => {
    const { readingSince = Number.POSITIVE_INFINITY, answeredAt } = used;
    if (performance.now() - Math.max(readingSince, answeredAt) < timeoutMs) {
      timer.refresh();
      return;
    }
    const seconds = timeoutMs / 1000;
    giveUp(new AmqpError('SILENT', `the broker has not confirmed it within ${seconds} s`));
  }, timeoutMs).unref();
  return () => clearTimeout(timer);
}
