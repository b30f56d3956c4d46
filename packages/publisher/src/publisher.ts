import { type ConfirmPublisher, openConfirmPublisher } from '@post-views/amqp';
import { LIMITS, TOPOLOGY } from '@post-views/event';
import { createLog, type Logger, RepeatingLog, within } from '@post-views/service';
import {
  BufferFullError,
  type PublishError,
  PublisherClosedError,
  RefusedError,
  ReturnedError,
  UnconfirmedError,
} from './errors.ts';
import { type FailureCode, Outbox, type Outgoing } from './outbox.ts';
import { type PostView, type PreparedView, type PublishedView, prepare } from './post-view.ts';
import { Troubles } from './troubles.ts';

export interface PublisherOptions {
  /** `amqp://user:password@host:5672/vhost`, or `amqps://`; of a cluster, several with commas between. */
  readonly url: string;
  /** `analytics.events`, unless given; the default exchange is `''`. */
  readonly exchange?: string;
  /** `post.viewed`, unless given; with the default exchange the name of the queue. */
  readonly routingKey?: string;
  /** Milliseconds in which a view has to be confirmed, with all attempts; 10,000 unless given. */
  readonly confirmTimeoutMs?: number;
  /** Milliseconds that `close` waits for confirmations; 5,000 unless given. */
  readonly closeTimeoutMs?: number;
  /** How many views may wait for their confirmation; 10,000 unless given. */
  readonly maxUnconfirmed?: number;
  /** Of the connection, in the broker's management pages. */
  readonly name?: string;
  /**
   * A pino logger, told of connections and, at most once a minute for each field, of optional fields that were left out;
   * nobody is, unless given.
   */
  readonly log?: Logger;
}

export interface Publisher extends AsyncDisposable {
  /**
   * Resolves once the broker has confirmed that the view is in a queue. While the broker is away the view waits; when a
   * connection is lost it is published again, as the same view.
   *
   * @throws {InvalidViewError} names the field; nothing was sent
   * @throws {PublishError} with the identity of the view, for another attempt later
   */
  publishPostView(view: PostView): Promise<PublishedView>;
  /**
   * As {@link publishPostView}, for many: up to 500 in one message, which is much less work for the broker. One that is
   * not valid keeps all of them from being sent. When a message fails, others may be there; all of them may be published again.
   */
  publishPostViews(views: readonly PostView[]): Promise<readonly PublishedView[]>;
  /** How many views wait for their confirmation. */
  readonly unconfirmed: number;
  /** Takes no more views, waits for confirmations, and closes the connection. What is not confirmed rejects. */
  close(): Promise<void>;
}

const CONFIRM_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 5_000;
const MAX_UNCONFIRMED = 10_000;

type MakeError = (views: readonly PublishedView[]) => PublishError;

/**
 * Opens a connection for publishing, and opens it again whenever it is lost. Does not wait for the first one: a service
 * that publishes starts while the broker is away.
 *
 * @throws when the URL is not one
 */
export async function openPublisher(options: PublisherOptions): Promise<Publisher> {
  const { url, name = 'publisher', log = createLog('publisher', 'silent') } = options;
  const { exchange = TOPOLOGY.exchange, routingKey = TOPOLOGY.routingKey } = options;
  const { confirmTimeoutMs = CONFIRM_TIMEOUT_MS, closeTimeoutMs = CLOSE_TIMEOUT_MS } = options;
  const { maxUnconfirmed = MAX_UNCONFIRMED } = options;
  const troubles = new Troubles();
  const omissions = new RepeatingLog(log);
  let closing: Promise<void> | undefined;

  let connection: ConfirmPublisher | undefined;

  const outbox = new Outbox({
    timeoutMs: confirmTimeoutMs,
    // What is written to a connection that nobody reads would gather in memory without a limit.
    ready: () => connection?.connected === true && !troubles.blocked,
    publish: async (body, messageId) => {
      const properties = { contentType: 'application/json', persistent: true, mandatory: true };
      const withId = messageId === undefined ? properties : { ...properties, messageId };
      await connection?.publish({ exchange, routingKey, body, options: withId });
      troubles.forget();
    },
  });
  connection = await openConfirmPublisher({
    url,
    log,
    purpose: name,
    // So that a node that keeps silent is left while there is time for another.
    confirmTimeoutMs: confirmTimeoutMs / 2,
    onEvent: (event) => {
      troubles.hear(event, connection?.trouble);
      outbox.flush();
    },
  });

  const errors: Readonly<Record<FailureCode, MakeError>> = {
    RETURNED: (views) =>
      new ReturnedError(`no queue takes "${routingKey}" of the exchange "${exchange}"`, views),
    REFUSED: (views) =>
      new RefusedError('the broker refused it: the queue is full, or could not store it', views),
    UNCONFIRMED: (views) =>
      new UnconfirmedError(
        `not confirmed within ${confirmTimeoutMs} ms${troubles.describe()}`,
        views,
      ),
    CLOSED: (views) =>
      new PublisherClosedError('the publisher was closed before it was confirmed', views),
  };

  const send = async (prepared: readonly PreparedView[], messages: Outgoing[]) => {
    const views = prepared.map(({ published }) => published);
    for (const field of prepared.flatMap(({ omitted }) => omitted)) {
      omissions.say('warn', { event: 'field_left_out', field }, field);
    }
    if (closing) throw new PublisherClosedError('the publisher is closed', views);
    if (outbox.views + views.length > maxUnconfirmed) {
      throw new BufferFullError(
        `${outbox.views} views wait for their confirmation, of at most ${maxUnconfirmed}${troubles.describe()}`,
        views,
      );
    }
    const failures = await Promise.all(messages.map((message) => outbox.send(message)));
    const failure = failures.find((code) => code !== undefined);
    if (failure !== undefined) throw errors[failure](views);
    return views;
  };

  const close = async () => {
    await within(closeTimeoutMs, outbox.settled());
    outbox.abandon();
    omissions.settle();
    await connection?.close();
  };
  const publisher: Publisher = {
    get unconfirmed() {
      return outbox.views;
    },
    async publishPostView(view) {
      const prepared = prepare(view);
      await send([prepared], [single(prepared)]);
      return prepared.published;
    },
    async publishPostViews(views) {
      const prepared = views.map((view, index) => prepare(view, index));
      return send(prepared, arraysOf(prepared));
    },
    close() {
      closing ??= close();
      return closing;
    },
    [Symbol.asyncDispose]: () => publisher.close(),
  };
  return publisher;
}

function single({ message, published }: PreparedView): Outgoing {
  return { body: bodyOf(message), messageId: published.eventId, views: 1 };
}

function arraysOf(prepared: readonly PreparedView[]): Outgoing[] {
  const arrays: Outgoing[] = [];
  for (let start = 0; start < prepared.length; start += LIMITS.eventsPerMessage) {
    const part = prepared.slice(start, start + LIMITS.eventsPerMessage);
    const body = bodyOf(part.map(({ message }) => message));
    arrays.push({ body, messageId: undefined, views: part.length });
  }
  return arrays;
}

function bodyOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
