import { randomUUIDv7 } from 'node:crypto';
import { DAY_SECONDS } from '@post-views/db';
import type { SentLetter } from '../oracle/ledger.ts';
import type { SentView } from '../oracle/sent-views.ts';
import { type BadMessage, badMessages } from './bad-messages.ts';

/** What flows while something fails. */
export interface Mix {
  readonly posts: number;
  /** Views are of so many days, the last being today: none may be counted on the day on which it arrives. */
  readonly days: number;
  /** So many of a hundred messages are arrays of events. */
  readonly arrays: number;
  /** So many of a hundred are sent twice. */
  readonly duplicates: number;
  /** So many of a hundred can't be counted. */
  readonly bad: number;
}

export const USUAL_MIX: Mix = { posts: 40, days: 3, arrays: 20, duplicates: 1, bad: 0 };

/** One message, and what must become of it. */
export interface TrafficMessage {
  readonly body: Buffer;
  readonly messageId?: string;
  readonly views: readonly SentView[];
  readonly letters: readonly SentLetter[];
}

const EVENTS_PER_ARRAY = 10;
/** A message may come again so many messages later. */
const FARTHEST_DUPLICATE = 600;

/**
 * Messages as publishers send them, without end: single events with the id in the event or in the message's
 * properties, arrays, and what the mix asks for beside them.
 *
 * @param random what decides: the same numbers make the same messages, but for ids and times
 * @param now milliseconds since 1970
 */
export function* traffic(
  mix: Mix,
  random: () => number,
  now: () => number,
): Generator<TrafficMessage, never> {
  const upTo = (end: number) => Math.floor(random() * end);
  const bad = badMessages();

  const newView = (): SentView => ({
    eventId: randomUUIDv7(),
    postUuid: postUuid(upTo(mix.posts)),
    viewedAt: Math.floor(now() / 1000) - upTo(mix.days) * DAY_SECONDS,
  });
  const good = (): TrafficMessage => {
    if (upTo(100) < mix.arrays) {
      const views = Array.from({ length: EVENTS_PER_ARRAY }, newView);
      return { body: json(views.map((view) => eventOf(view))), views, letters: [] };
    }
    const view = newView();
    if (random() < 0.5) return messageOf(view);
    const { event_id: messageId, ...event } = eventOf(view);
    return { body: json(event), messageId, views: [view], letters: [] };
  };

  /** What is sent again, by when. */
  const again = new Map<number, TrafficMessage>();
  for (let n = 0; ; n++) {
    const message = upTo(100) < mix.bad ? letterOf(bad.next().value) : good();
    yield message;
    if (message.views.length > 0 && upTo(100) < mix.duplicates) {
      // At once, so that another replica may have it at the same moment, or long after.
      if (random() < 0.5) yield message;
      else again.set(freeFrom(n + 1 + upTo(FARTHEST_DUPLICATE), again), message);
    }
    const due = again.get(n);
    if (due) yield due;
    again.delete(n);
  }
}

function freeFrom(n: number, taken: ReadonlyMap<number, unknown>): number {
  return taken.has(n) ? freeFrom(n + 1, taken) : n;
}

/** The same posts in each run: some of them are hot. */
export function postUuid(n: number): string {
  return `0b6f3a52-9f0c-4f5e-8a55-${String(n).padStart(12, '0')}`;
}

/** A message that is this view, with its id. */
export function messageOf(view: SentView): TrafficMessage {
  return { body: json(eventOf(view)), views: [view], letters: [] };
}

function eventOf({ eventId, postUuid: post, viewedAt }: SentView) {
  return { post_uuid: post, timestamp: viewedAt, event_id: eventId, ip: '203.0.113.9' };
}

function letterOf({ body, mark, reason }: BadMessage): TrafficMessage {
  return { body, views: [], letters: [{ mark, reason }] };
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
