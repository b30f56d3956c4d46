import type { ConfirmPublisher } from '@post-views/amqp';
import { RepeatingLog, within } from '@post-views/service';
import type { BrokerStatus } from './broker-status.ts';
import { PublishError, type PublishErrorCode } from './errors.ts';
import { arrayMessagesOf, messageOf } from './messages.ts';
import type { Settings } from './options.ts';
import { type FailureCode, Outbox, type Outgoing } from './outbox.ts';
import { type PostView, type PreparedView, type PublishedView, prepare } from './post-view.ts';
import type { Publisher } from './publisher.ts';

/** Publishes views on a connection that comes back, and holds them in an outbox until they are confirmed. */
export class ViewPublisher implements Publisher {
  readonly #settings: Settings;
  readonly #connection: ConfirmPublisher;
  readonly #status: BrokerStatus;
  readonly #outbox: Outbox;
  readonly #omissions: RepeatingLog;
  #closing: Promise<void> | undefined;

  constructor(settings: Settings, connection: ConfirmPublisher, status: BrokerStatus) {
    this.#settings = settings;
    this.#connection = connection;
    this.#status = status;
    this.#omissions = new RepeatingLog(settings.log);
    this.#outbox = new Outbox({
      timeoutMs: settings.confirmTimeoutMs,
      // What is written to a connection that nobody reads would gather in memory without a limit.
      ready: () => connection.connected && !status.blocked,
      publish: (body, messageId) => this.#publish(body, messageId),
    });
    status.onUpdate(() => this.#outbox.flush());
  }

  get unconfirmed(): number {
    return this.#outbox.views;
  }

  async publishPostView(view: PostView): Promise<PublishedView> {
    const prepared = prepare(view);
    await this.#send([prepared], [messageOf(prepared)]);
    return prepared.published;
  }

  async publishPostViews(views: readonly PostView[]): Promise<readonly PublishedView[]> {
    const prepared = views.map((view, index) => prepare(view, index));
    return this.#send(prepared, arrayMessagesOf(prepared));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    await within(this.#settings.closeTimeoutMs, this.#outbox.settled());
    this.#outbox.abandon();
    this.#omissions.settle();
    await this.#connection.close();
  }

  async #send(
    prepared: readonly PreparedView[],
    messages: readonly Outgoing[],
  ): Promise<readonly PublishedView[]> {
    const views = prepared.map(({ published }) => published);
    const refusal = this.#whyNotSent(views.length);
    if (refusal) throw new PublishError(refusal.code, refusal.message, views);
    this.#logOmissions(prepared);
    const failures = await Promise.all(messages.map((message) => this.#outbox.send(message)));
    const failure = failures.find((code) => code !== undefined);
    if (failure) throw new PublishError(failure, this.#describe(failure), views);
    return views;
  }

  #whyNotSent(views: number): { code: PublishErrorCode; message: string } | undefined {
    const { maxUnconfirmed } = this.#settings;
    if (this.#closing) return { code: 'CLOSED', message: 'the publisher is closed' };
    if (this.unconfirmed + views <= maxUnconfirmed) return undefined;
    const message = `${this.unconfirmed} views wait for their confirmation, of at most ${maxUnconfirmed}`;
    return { code: 'BUFFER_FULL', message: message + this.#status.suffix() };
  }

  #describe(failure: FailureCode): string {
    const { exchange, routingKey, confirmTimeoutMs } = this.#settings;
    switch (failure) {
      case 'RETURNED':
        return `no queue takes "${routingKey}" of the exchange "${exchange}"`;
      case 'REFUSED':
        return 'the broker refused it: the queue is full, or could not store it';
      case 'UNCONFIRMED':
        return `not confirmed within ${confirmTimeoutMs} ms${this.#status.suffix()}`;
      case 'CLOSED':
        return 'the publisher was closed before it was confirmed';
    }
  }

  #logOmissions(prepared: readonly PreparedView[]): void {
    for (const field of prepared.flatMap(({ omitted }) => omitted)) {
      this.#omissions.say('warn', { event: 'field_left_out', field }, field);
    }
  }

  async #publish(body: Buffer, messageId: string | undefined): Promise<void> {
    const { exchange, routingKey } = this.#settings;
    const properties = { contentType: 'application/json', persistent: true, mandatory: true };
    const options = messageId === undefined ? properties : { ...properties, messageId };
    await this.#connection.publish({ exchange, routingKey, body, options });
    this.#status.clear();
  }
}
