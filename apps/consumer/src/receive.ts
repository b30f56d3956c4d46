import type { Logger } from '@post-views/service';
import { type DeadLetter, deadLettersOf } from './dead-letter.ts';
import type { Delivery } from './delivery.ts';
import type { Metrics } from './metrics.ts';
import { type ParsedEvent, parseMessage, type RejectedEvent } from './parse.ts';
import type { Settled } from './settle.ts';
import type { RefusedView } from './write-result.ts';

/** A message that has been read. */
export interface Received {
  readonly delivery: Delivery;
  /** How many events it holds, good and bad. */
  readonly weight: number;
  readonly events: readonly ParsedEvent[];
  /** Of those that can't be counted. */
  readonly deadLetters: readonly DeadLetter[];
}

export interface ReceiveContext {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Unix seconds: the start of the oldest day whose views can be counted. */
  readonly horizon: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Reads a message, and writes the dead letters of what is bad in it before anything is stored. */
export function receive(delivery: Delivery, context: ReceiveContext): Received {
  const { metrics, horizon, now } = context;
  const { events, rejected, mended } = parseMessage(delivery.content, {
    messageId: delivery.messageId,
    now: now() / 1000,
    horizon: horizon(),
  });
  for (const field of mended) metrics.mended(field);
  return {
    delivery,
    weight: events.length + rejected.length,
    events,
    deadLetters: reject(delivery, rejected, context),
  };
}

/** What has become of a batch that was written, of which some views could not be counted. */
export function settledOf(
  batch: readonly Received[],
  refused: readonly RefusedView[],
  context: ReceiveContext,
): readonly Settled[] {
  if (refused.length === 0) return batch;
  const rejections = new Map(refused.map(({ view, rejection }) => [view, rejection]));
  return batch.map(({ delivery, events, deadLetters }) => {
    const rejected = events.flatMap(({ position, view }): RejectedEvent[] => {
      const rejection = rejections.get(view);
      return rejection === undefined ? [] : [{ position, rejection }];
    });
    return { delivery, deadLetters: [...deadLetters, ...reject(delivery, rejected, context)] };
  });
}

function reject(
  delivery: Delivery,
  rejected: readonly RejectedEvent[],
  { log, metrics, now }: ReceiveContext,
): readonly DeadLetter[] {
  if (rejected.length === 0) return [];
  for (const { rejection } of rejected) {
    metrics.rejected(rejection.reason);
    log.warn({ event: 'event_rejected', ...rejection });
  }
  return deadLettersOf(delivery, rejected, new Date(now()));
}
