import type { KeptProperties } from '@post-views/amqp';
import { batches } from '@post-views/service';
import type { ConsumeMessage, MessagePropertyHeaders } from 'amqplib';

/** A message that was delivered, and is not settled. */
export interface Delivery extends KeptProperties {
  /** The delivery tag: by it the message is acknowledged, on the channel that it came by. */
  readonly tag: number;
  readonly content: Buffer;
  /** What trace it belongs to, if that was said, and somebody wants to know. */
  readonly traceparent?: string | undefined;
}

/** As long as it is in the one version that there is: https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT_CHARACTERS = 55;

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
    traceparent: batches.hasSubscribers ? traceparentOf(properties.headers) : undefined,
  };
}

/** What is longer is none, and would only be kept. */
function traceparentOf(headers: MessagePropertyHeaders | undefined): string | undefined {
  const value: unknown = headers?.['traceparent'];
  return typeof value === 'string' && value.length === TRACEPARENT_CHARACTERS ? value : undefined;
}
