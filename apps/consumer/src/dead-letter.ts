import { randomUUIDv7 } from 'node:crypto';
import type { ConsumeMessage, MessageProperties, Options } from 'amqplib';
import { elementsOf } from './json.ts';
import type { RejectedEvent } from './parse.ts';

/** A message for the dead-letter exchange. */
export interface DeadLetter {
  readonly body: Buffer;
  readonly options: Options.Publish;
}

/** What of a message's properties goes with its dead letters. */
const KEPT = ['contentType', 'contentEncoding', 'type', 'appId', 'timestamp'] as const;

/** What remains of the events of a message that can't be counted: their bytes as they came, and why. */
export function deadLettersOf(
  { content, properties }: ConsumeMessage,
  rejected: readonly RejectedEvent[],
  now: Date,
): DeadLetter[] {
  const inArray = rejected.some(({ position }) => position !== null);
  const elements = inArray ? elementsOf(content) : [];
  return rejected.map(({ position, rejection: { reason, detail } }) => {
    const headers = {
      'x-reason': reason,
      'x-detail': detail,
      'x-rejected-at': now.toISOString(),
    };
    // The id of an array is not the id of an event in it.
    const kept =
      position === null ? pick(properties, 'messageId', ...KEPT) : pick(properties, ...KEPT);
    return {
      body: (position === null ? undefined : elements[position]) ?? content,
      // The correlation id is the letter's own: the same however often it is published.
      options: {
        ...kept,
        correlationId: randomUUIDv7(),
        persistent: true,
        mandatory: true,
        headers,
      },
    };
  });
}

/** The longest string that a property can hold, in bytes; it may be longer once it was decoded and mended. */
const MAX_PROPERTY_BYTES = 255;

function pick(
  properties: MessageProperties,
  ...names: readonly ('messageId' | (typeof KEPT)[number])[]
): Options.Publish {
  const fits = (value: unknown) =>
    typeof value === 'number' ||
    (typeof value === 'string' && Buffer.byteLength(value) <= MAX_PROPERTY_BYTES);
  return Object.fromEntries(
    names.filter((name) => fits(properties[name])).map((name) => [name, properties[name]]),
  );
}
