import type { Posts } from './posts.ts';

/**
 * What is published in one round of a line. Plain data, from which the same events are made again wherever
 * they are needed: by the publisher, by a process that writes them without a broker, and for the comparison
 * with the tables.
 */
export interface Workload {
  readonly seed: number;
  readonly events: number;
  /** 1: a message is an event. More: a message is an array of so many. */
  readonly eventsPerMessage: number;
  readonly posts: Posts;
  /** When the first event happened, in milliseconds since 1970. */
  readonly firstAt: number;
  /** How fast the others followed. */
  readonly eventsPerSecond: number;
  /** Events fall on so many days in turn: that of the first one and those before. On one unless given. */
  readonly days?: number;
  /** Each so-manieth event, from the first on, is a view of {@link PROBE_POST}. */
  readonly probeEvery?: number;
}

/** How busy the service is that is imitated. */
const EVENTS_PER_SECOND = 10_000;

/** A backlog whose last event happened just now. */
export function backlog({
  seed,
  events,
  eventsPerMessage,
  posts,
}: Pick<Workload, 'seed' | 'events' | 'eventsPerMessage' | 'posts'>): Workload {
  const firstAt = Date.now() - (events / EVENTS_PER_SECOND) * 1000;
  return {
    seed,
    events,
    eventsPerMessage,
    posts,
    firstAt,
    eventsPerSecond: EVENTS_PER_SECOND,
  };
}
