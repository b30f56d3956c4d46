import { randomUUIDv7 } from 'node:crypto';
import type { ConsumeMessage, MessageProperties, Options } from 'amqplib';
import { elementsOf } from './json.ts';
import type { RejectedEvent } from './parse.ts';

/** A message for the dead-letter exchange. */
export interface DeadLetter {
  /** Stays the same however often the letter is published. */
  readonly id: string;
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
    const id = randomUUIDv7();
    const headers = {
      'x-reason': reason,
      'x-detail': detail,
      'x-rejected-at': now.toISOString(),
      'x-letter-id': id,
    };
    // The id of an array is not the id of an event in it.
    const kept =
      position === null ? pick(properties, 'messageId', ...KEPT) : pick(properties, ...KEPT);
    return {
      id,
      body: (position === null ? undefined : elements[position]) ?? content,
      options: { ...kept, persistent: true, mandatory: true, headers },
    };
  });
}

function pick(
  properties: MessageProperties,
  ...names: readonly ('messageId' | (typeof KEPT)[number])[]
): Options.Publish {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]),
  );
}
