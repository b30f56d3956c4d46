import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';
import type { ConsumeMessage } from 'amqplib';

/** What was delivered and is not settled. */
export interface InFlight {
  readonly messages: number;
  readonly bodyBytes: number;
  readonly deadLetters: number;
  /** Of the messages, those that wait for nothing but their dead letters. */
  readonly held: number;
}

const WAIT_SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400];
/** A message that comes from a time further ahead than clocks go apart does not say when it was published. */
const CLOCKS_APART_SECONDS = 5;

/** How the messages come in. */
export function messageMetrics(registry: Registry, inFlight: () => InFlight) {
  const registers = [registry];
  const redelivered = new Counter({
    name: 'analytics_redelivered_messages_total',
    help: 'Messages that the broker delivered again',
    registers,
  });
  const returned = new Counter({
    name: 'analytics_returned_messages_total',
    help: 'Messages that were given back to the queue, because there was no memory for them',
    registers,
  });
  const windowFull = new Counter({
    name: 'analytics_window_full_total',
    help: 'Times that consuming was interrupted, because message bodies filled the memory for them',
    registers,
  });
  const wait = new Histogram({
    name: 'analytics_queue_wait_seconds',
    help: 'Time from publishing a message until it was delivered, of those that say when they were published',
    buckets: WAIT_SECONDS,
    registers,
  });
  new Gauge({
    name: 'analytics_in_flight_messages',
    help: 'Messages that were delivered and are not settled',
    registers,
    collect() {
      this.set(inFlight().messages);
    },
  });
  new Gauge({
    name: 'analytics_in_flight_body_bytes',
    help: 'Bytes of the bodies of messages that were delivered and are not settled',
    registers,
    collect() {
      this.set(inFlight().bodyBytes);
    },
  });

  return {
    /** @param now Unix milliseconds */
    delivered({ properties, fields }: ConsumeMessage, now: number) {
      if (fields.redelivered) redelivered.inc();
      const published = publishedAt(properties.timestamp, properties.headers);
      if (published === undefined) return;
      const seconds = now / 1000 - published;
      if (seconds > -CLOCKS_APART_SECONDS) wait.observe(Math.max(0, seconds));
    },
    returned() {
      returned.inc();
    },
    windowFull() {
      windowFull.inc();
    },
  };
}

/**
 * Unix seconds: as the broker's message interceptor wrote it, or the publisher.
 *
 * @see https://www.rabbitmq.com/docs/message-interceptors
 */
function publishedAt(
  timestamp: unknown,
  headers: ConsumeMessage['properties']['headers'],
): number | undefined {
  const intercepted: unknown = headers?.['timestamp_in_ms'];
  if (typeof intercepted === 'number') return intercepted / 1000;
  return typeof timestamp === 'number' ? timestamp : undefined;
}
