import { openConfirmPublisher } from '@post-views/amqp';
import { BrokerStatus } from './broker-status.ts';
import { type PublisherOptions, readOptions } from './options.ts';
import type { PostView, PublishedView } from './post-view.ts';
import { ViewPublisher } from './view-publisher.ts';

export interface Publisher extends AsyncDisposable {
  /**
   * Resolves once the broker has confirmed that the view is in a queue. While the broker is away the view waits; when a
   * connection is lost it is published again, as the same view. A bad optional field is left out.
   *
   * @throws {InvalidViewError} names the required field that is wrong; nothing was sent
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

/**
 * Opens a connection for publishing, and opens it again whenever it is lost. Does not wait for the first one: a service
 * that publishes starts while the broker is away.
 *
 * @throws when the URL is not one
 */
export async function openPublisher(options: PublisherOptions): Promise<Publisher> {
  const settings = readOptions(options);
  const status = new BrokerStatus();
  const connection = await openConfirmPublisher({
    url: settings.url,
    log: settings.log,
    purpose: settings.name,
    // So that a node that does not respond is left while there is time for another.
    confirmTimeoutMs: settings.confirmTimeoutMs / 2,
    onEvent: (event, trouble) => status.update(event, trouble),
  });
  return new ViewPublisher(settings, connection, status);
}
