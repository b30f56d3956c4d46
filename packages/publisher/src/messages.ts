import { LIMITS } from '@post-views/event';
import type { Outgoing } from './outbox.ts';
import type { PreparedView } from './post-view.ts';

/** A message of one view, with the view's id as its own. */
export function messageOf({ message, published }: PreparedView): Outgoing {
  return { body: bodyOf(message), messageId: published.eventId, views: 1 };
}

/** Messages of as many views as each may hold; without ids, which would be of each of their views. */
export function arrayMessagesOf(prepared: readonly PreparedView[]): Outgoing[] {
  const messages: Outgoing[] = [];
  for (let start = 0; start < prepared.length; start += LIMITS.eventsPerMessage) {
    const part = prepared.slice(start, start + LIMITS.eventsPerMessage);
    const body = bodyOf(part.map(({ message }) => message));
    messages.push({ body, messageId: undefined, views: part.length });
  }
  return messages;
}

function bodyOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
