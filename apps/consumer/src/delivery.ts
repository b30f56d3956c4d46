import type { KeptProperties } from '@post-views/amqp';
import type { ConsumeMessage } from 'amqplib';

/** A message that was delivered, and is not settled. */
export interface Delivery extends KeptProperties {
  /** The delivery tag: by it the message is acknowledged, on the channel that it came by. */
  readonly tag: number;
  readonly content: Buffer;
}

/**
 * Takes from a message what is needed until it is settled. Thousands wait; of the rest of it, in small objects and
 * strings, each of them would keep as much again, which costs memory and the collector's time.
 */
export function deliveryOf({ fields, properties, content }: ConsumeMessage): Delivery {
  const { messageId, contentType, contentEncoding, type, appId, timestamp } = properties;
  return {
    tag: fields.deliveryTag,
    content,
    messageId,
    contentType,
    contentEncoding,
    type,
    appId,
    timestamp,
  };
}
