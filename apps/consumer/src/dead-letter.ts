import { randomUUIDv7 } from 'node:crypto';
import type { Rejection } from '@post-views/event';
import type { ConsumeMessage, Options } from 'amqplib';
import { elementOf } from './json.ts';

/** A message for the dead-letter exchange. */
export interface DeadLetter {
  /** Stays the same however often the letter is published. */
  readonly id: string;
  readonly body: Buffer;
  readonly options: Options.Publish;
}

/**
 * What remains of an event that can't be counted: the bytes as they came, and why.
 *
 * @param position which event of the message's array; `null` for the whole message
 */
export function deadLetterOf(
  message: ConsumeMessage,
  position: number | null,
  rejection: Rejection,
  now: Date,
): DeadLetter {
  const { properties, content } = message;
  const id = randomUUIDv7();
  return {
    id,
    body: position === null ? content : elementOf(content, position),
    options: {
      persistent: true,
      mandatory: true,
      contentType: properties.contentType ?? 'application/json',
      ...pick(properties, 'contentEncoding', 'type', 'appId', 'timestamp'),
      // The id of an array is not the id of an event in it.
      ...(position === null ? pick(properties, 'messageId') : {}),
      headers: {
        'x-reason': rejection.reason,
        'x-detail': rejection.detail,
        'x-rejected-at': now.toISOString(),
        'x-letter-id': id,
      },
    },
  };
}

function pick<T extends object, K extends keyof T>(from: T, ...keys: K[]): Partial<Pick<T, K>> {
  const entries = keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]);
  return Object.fromEntries(entries) as Partial<Pick<T, K>>;
}
