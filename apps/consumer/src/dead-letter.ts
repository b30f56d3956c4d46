import { randomUUIDv7 } from 'node:crypto';
import { keptProperties } from '@post-views/amqp';
import { DEAD_LETTER_HEADERS } from '@post-views/event';
import type { Options } from 'amqplib';
import type { Delivery } from './delivery.ts';
import { elementsOf } from './json.ts';
import type { RejectedEvent } from './parse.ts';

/** A message for the dead-letter exchange. */
export interface DeadLetter {
  readonly body: Buffer;
  readonly options: Options.Publish;
}

/** What remains of the events of a message that can't be counted: their bytes as they came, and why. */
export function deadLettersOf(
  delivery: Delivery,
  rejected: readonly RejectedEvent[],
  now: Date,
): DeadLetter[] {
  const { content } = delivery;
  const inArray = rejected.some(({ position }) => position !== null);
  const elements = inArray ? elementsOf(content) : [];
  const whole = inArray ? content : own(content);
  return rejected.map(({ position, rejection: { reason, detail } }) => {
    const headers = {
      [DEAD_LETTER_HEADERS.reason]: reason,
      [DEAD_LETTER_HEADERS.detail]: detail,
      [DEAD_LETTER_HEADERS.rejectedAt]: now.toISOString(),
    };
    // The id of an array is not the id of an event in it.
    const kept =
      position === null ? keptProperties(delivery, 'messageId') : keptProperties(delivery);
    return {
      body: (position === null ? undefined : elements[position]) ?? whole,
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

/** A small body is a part of the many bytes that came with it, and would keep all of them in memory. */
function own(body: Buffer): Buffer {
  return body.buffer.byteLength > 2 * body.length ? Buffer.from(new Uint8Array(body).buffer) : body;
}
