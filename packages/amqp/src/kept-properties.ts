import type { MessageProperties, Options } from 'amqplib';

/** What of a message's properties goes with its dead letters, and with them back to the queue. */
const KEPT = ['contentType', 'contentEncoding', 'type', 'appId', 'timestamp'] as const;

/** The `messageId` goes along if it is the id of the one event in the message. */
export type KeptProperties = Readonly<Pick<MessageProperties, (typeof KEPT)[number] | 'messageId'>>;

/** The longest string that a property can hold, in bytes; it may be longer once it was decoded and mended. */
const MAX_PROPERTY_BYTES = 255;

/** @param more what goes with it besides */
export function keptProperties(
  properties: KeptProperties,
  ...more: readonly 'messageId'[]
): Options.Publish {
  const fits = (value: unknown) =>
    typeof value === 'number' ||
    (typeof value === 'string' && Buffer.byteLength(value) <= MAX_PROPERTY_BYTES);
  return Object.fromEntries(
    [...more, ...KEPT]
      .filter((name) => fits(properties[name]))
      .map((name) => [name, properties[name]]),
  );
}
