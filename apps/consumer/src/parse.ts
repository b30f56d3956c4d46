import { randomUUIDv7 } from 'node:crypto';
import type { PostView } from '@post-views/db';
import { LIMITS, type OptionalField, type Rejection, readViewEvent, uuid } from '@post-views/event';
import { TOO_OLD } from './horizon.ts';
import { elementsOf, JsonSyntaxError, parseJson } from './json.ts';

/** What a message says: the events that can be counted, and those that can't. */
export interface ParsedMessage {
  readonly events: readonly ParsedEvent[];
  readonly rejected: readonly RejectedEvent[];
  readonly mended: readonly OptionalField[];
}

export interface ParsedEvent {
  /** Where in the message's array the event stands; `null` when the message is the event. */
  readonly position: number | null;
  readonly view: PostView;
}

export interface RejectedEvent {
  /** As in {@link ParsedEvent}; `null` also when the message as a whole is refused. */
  readonly position: number | null;
  readonly rejection: Rejection;
}

export interface ParseContext {
  /** The AMQP property `message_id`. */
  readonly messageId?: string | undefined;
  /** Unix seconds. */
  readonly now: number;
  /** Unix seconds: the start of the oldest day whose views can be counted. */
  readonly horizon: number;
}

/**
 * Reads the body of one message: one event, or an array of 1 to 500. Never throws, whatever comes in.
 *
 * An event without an `event_id` of its own gets the message's id if the message is that one event, and
 * otherwise a new one: it is then counted at least once.
 */
export function parseMessage(body: Buffer, context: ParseContext): ParsedMessage {
  const json = readJson(body);
  if ('reason' in json) return refuse(json);
  if (!Array.isArray(json.value)) return parseOne(json.value, body.length, context);

  const count = json.value.length;
  if (count === 0 || count > LIMITS.eventsPerMessage) {
    const detail = `an array must hold 1 to ${LIMITS.eventsPerMessage} events, this one holds ${count}`;
    return refuse({ reason: 'invalid_event', detail });
  }
  return parseAll(json.value, body, { ...context, messageId: undefined });
}

function readJson(body: Buffer): { value: unknown } | Rejection {
  if (body.length > LIMITS.bodyBytes) return tooLarge('body', body.length, LIMITS.bodyBytes);
  try {
    return { value: parseJson(body) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { reason: 'invalid_json', detail: 'the body is not JSON' };
  }
}

function refuse(rejection: Rejection): ParsedMessage {
  return { events: [], rejected: [{ position: null, rejection }], mended: [] };
}

function parseOne(value: unknown, bytes: number, context: ParseContext): ParsedMessage {
  const read = parseEvent(value, bytes, context);
  if ('rejection' in read) return refuse(read.rejection);
  return { events: [{ position: null, view: read.view }], rejected: [], mended: read.mended };
}

function parseAll(values: unknown[], body: Buffer, context: ParseContext): ParsedMessage {
  const events: ParsedEvent[] = [];
  const rejected: RejectedEvent[] = [];
  const mended: OptionalField[] = [];
  // A body that is small as a whole holds no large event.
  const elements = body.length > LIMITS.eventBytes ? elementsOf(body) : [];
  values.forEach((value, position) => {
    const read = parseEvent(value, elements[position]?.length ?? 0, context);
    if ('rejection' in read) {
      rejected.push({ position, rejection: read.rejection });
    } else {
      events.push({ position, view: read.view });
      mended.push(...read.mended);
    }
  });
  return { events, rejected, mended };
}

type ParsedOne = { view: PostView; mended: readonly OptionalField[] } | { rejection: Rejection };

function parseEvent(value: unknown, bytes: number, context: ParseContext): ParsedOne {
  if (bytes > LIMITS.eventBytes) {
    return { rejection: tooLarge('event', bytes, LIMITS.eventBytes) };
  }
  const read = readViewEvent(value);
  if ('rejection' in read) return read;
  const { event, mended } = read;
  const untimely = checkTime(event.viewedAt, context);
  if (untimely) return { rejection: untimely };
  const eventId = event.eventId ?? uuidOrNull(context.messageId) ?? randomUUIDv7();
  return { view: { ...event, eventId }, mended };
}

function checkTime(viewedAt: number, { now, horizon }: ParseContext): Rejection | null {
  const ahead = viewedAt - now;
  if (ahead > LIMITS.futureSeconds) {
    return { reason: 'in_future', detail: `timestamp: ${Math.floor(ahead)} seconds ahead` };
  }
  if (viewedAt < horizon) {
    return TOO_OLD;
  }
  return null;
}

function uuidOrNull(text: string | undefined): string | null {
  const read = uuid.safeParse(text);
  return read.success ? read.data : null;
}

function tooLarge(what: string, bytes: number, limit: number): Rejection {
  return { reason: 'too_large', detail: `${what}: ${bytes} bytes, at most ${limit} are taken` };
}
