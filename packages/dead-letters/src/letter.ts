import { createHash } from 'node:crypto';
import { DEAD_LETTER_HEADERS, REJECTION_REASONS, uuid } from '@post-views/event';
import type { ConsumeMessage } from 'amqplib';

/**
 * Why a letter is dead: what the consumer has said, or the broker, which gives up on a message that came back
 * too often. A message that somebody else has put there says nothing.
 */
export const LETTER_REASONS = [...REJECTION_REASONS, 'delivery_limit', 'unknown'] as const;

export type LetterReason = (typeof LETTER_REASONS)[number];

/** A message of the dead-letter queue. */
export interface Letter {
  /** By which an operator names it; copies of one letter have the same. */
  readonly id: string;
  /** The id, if the consumer has given it: no other event has the same. */
  readonly ownId: string | null;
  readonly reason: LetterReason;
  readonly detail: string;
  /** ISO 8601, UTC. */
  readonly rejectedAt: string | null;
  readonly message: ConsumeMessage;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

export function letterOf(message: ConsumeMessage): Letter {
  const header = (name: string): string => {
    const value: unknown = message.properties.headers?.[name];
    return typeof value === 'string' ? value : '';
  };
  const reason = header(DEAD_LETTER_HEADERS.reason);
  const rejectedAt = header(DEAD_LETTER_HEADERS.rejectedAt);
  // What the broker itself has moved here keeps the correlation id of its publisher, which may be any text.
  const correlationId = uuid.safeParse(message.properties.correlationId);
  const ownId = reason !== '' && correlationId.success ? correlationId.data : null;
  return {
    id: ownId ?? digestOf(message),
    ownId,
    reason: knownReason(reason || header('x-first-death-reason')),
    detail: header(DEAD_LETTER_HEADERS.detail),
    rejectedAt: ISO.test(rejectedAt) ? rejectedAt : null,
    message,
  };
}

function knownReason(text: string): LetterReason {
  return LETTER_REASONS.find((reason) => reason === text) ?? 'unknown';
}

/** In the form of a UUID, like all other ids; the same each time that somebody looks. */
function digestOf({ content, properties }: ConsumeMessage): string {
  const { messageId, correlationId, timestamp } = properties;
  return createHash('sha256')
    .update(JSON.stringify([messageId, correlationId, timestamp]))
    .update(content)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
