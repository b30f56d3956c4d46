import { randomUUID } from 'node:crypto';
import type { ConfirmChannel, Options } from 'amqplib';
import { closeQuietly } from './close.ts';
import { type ConnectionOptions, openConnection } from './connection.ts';
import { loseWith } from './lose-with.ts';

export interface OutgoingMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly options: Options.Publish;
}

export interface ConfirmPublisher {
  /**
   * One attempt: resolves once the broker has confirmed that the message is in a queue.
   *
   * @throws when there is no connection at the moment, when the broker refuses the message, when the
   *   connection is lost before it has confirmed (the message may be there or not), and, if the message is
   *   `mandatory`, when no queue takes it
   */
  publish(message: OutgoingMessage): Promise<void>;
  close(): Promise<void>;
}

export interface ConfirmPublisherOptions extends Omit<ConnectionOptions, 'setup'> {
  /** Sees to what the messages need, such as a queue; again after a message was returned. */
  readonly setup?: (channel: ConfirmChannel) => Promise<void>;
}

/**
 * RabbitMQ 3 goes on refusing on a channel when its queue takes messages again: only a new channel learns of that. No
 * channel is given up sooner, or there would be one for each attempt.
 */
const REFUSING_CHANNEL_MS = 2_000;

/** Opens a connection for publishing, and opens it again whenever it or its channel is lost. */
export async function openConfirmPublisher(
  options: ConfirmPublisherOptions,
): Promise<ConfirmPublisher> {
  let channel: ConfirmChannel | undefined;
  let openedAt = 0;
  /** Correlation ids of messages that no queue took: the broker returns them, and confirms them after that. */
  const returned = new Set<string>();

  const connection = await openConnection({
    ...options,
    setup: async (model, { lose }) => {
      const opened = await model.createConfirmChannel();
      loseWith(opened, lose);
      opened.on('return', ({ properties }) => {
        returned.add(properties.correlationId);
        // Only after its confirm, which is on its way.
        if (options.setup) setImmediate(() => void closeQuietly(opened));
      });
      opened.once('close', () => {
        if (channel === opened) channel = undefined;
      });
      await options.setup?.(opened);
      channel = opened;
      openedAt = performance.now();
    },
  });

  return {
    publish: ({ exchange, routingKey, body, options: properties }) =>
      new Promise((resolve, reject) => {
        const used = channel;
        if (!used) return reject(new Error('not connected'));
        const correlationId = properties.correlationId ?? randomUUID();
        used.publish(exchange, routingKey, body, { ...properties, correlationId }, (refused) => {
          if (returned.delete(correlationId)) reject(new Error('no queue takes it'));
          else if (refused) {
            reject(new Error('the broker did not confirm it'));
            const old = performance.now() - openedAt > REFUSING_CHANNEL_MS;
            if (used === channel && old) void closeQuietly(used);
          } else resolve();
        });
      }),
    close: () => connection.close(),
  };
}
