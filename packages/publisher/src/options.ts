import { TOPOLOGY } from '@post-views/event';
import { createLog, type Logger } from '@post-views/service';

export interface PublisherOptions {
  /** `amqp://user:password@host:5672/vhost`, or `amqps://`; of a cluster, several with commas between. */
  readonly url: string;
  /** Default: `analytics.events`. `''` is the broker's default exchange. */
  readonly exchange?: string;
  /** Default: `post.viewed`. With the default exchange, the name of the queue. */
  readonly routingKey?: string;
  /** Milliseconds in which a view has to be confirmed, with all attempts. Default: 10,000. */
  readonly confirmTimeoutMs?: number;
  /** Milliseconds that `close` waits for confirmations. Default: 5,000. */
  readonly closeTimeoutMs?: number;
  /** How many views may wait for their confirmation. Default: 10,000. */
  readonly maxUnconfirmed?: number;
  /** Part of the connection's name in the broker's management pages. Default: `publisher`. */
  readonly name?: string;
  /**
   * A pino logger, told of connections and, at most once a minute for each field, of optional fields that were left out.
   * Default: nothing is logged.
   */
  readonly log?: Logger;
}

/** The options, with their defaults. */
export type Settings = Required<PublisherOptions>;

const CONFIRM_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 5_000;
const MAX_UNCONFIRMED = 10_000;

export function readOptions({
  url,
  exchange = TOPOLOGY.exchange,
  routingKey = TOPOLOGY.routingKey,
  confirmTimeoutMs = CONFIRM_TIMEOUT_MS,
  closeTimeoutMs = CLOSE_TIMEOUT_MS,
  maxUnconfirmed = MAX_UNCONFIRMED,
  name = 'publisher',
  log = createLog('publisher', 'silent'),
}: PublisherOptions): Settings {
  const timeouts = { confirmTimeoutMs, closeTimeoutMs };
  return { url, exchange, routingKey, ...timeouts, maxUnconfirmed, name, log };
}
