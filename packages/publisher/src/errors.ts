import type { PostView, PublishedView } from './post-view.ts';

/** A required field of the view is wrong: nothing was sent, and a retry is of no use. */
export class InvalidViewError extends Error {
  override readonly name = 'InvalidViewError';
  readonly code = 'INVALID_VIEW';
  /** Which field is wrong. */
  readonly field: keyof PostView;
  /** Which view of those that `publishPostViews` was given. */
  readonly index: number | undefined;

  constructor(field: keyof PostView, index: number | undefined, fault: string) {
    super(`${index === undefined ? '' : `views[${index}].`}${field}: ${fault}`);
    this.field = field;
    this.index = index;
  }
}

/**
 * Why views are not known to be in a queue:
 *
 * - `RETURNED`: no queue is bound to the exchange with the routing key; somebody has to see to that
 * - `REFUSED`: the broker said no (nack), since the queue is full or could not store it; later it may take it
 * - `UNCONFIRMED`: the broker did not confirm it in time, or was away; it may be there or not
 * - `BUFFER_FULL`: too many views wait for their confirmation; this one was not sent
 * - `CLOSED`: the publisher was closed before, or before the broker had confirmed it; then it may be there or not
 */
export type PublishErrorCode = 'RETURNED' | 'REFUSED' | 'UNCONFIRMED' | 'BUFFER_FULL' | 'CLOSED';

/**
 * Views that are not known to be in a queue. They may be published again with the same ids and times, which are
 * given here: what was there already is counted once.
 */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly code: PublishErrorCode;
  /** Of each view that was to be published, in their order. */
  readonly views: readonly PublishedView[];

  constructor(code: PublishErrorCode, message: string, views: readonly PublishedView[]) {
    super(message);
    this.code = code;
    this.views = views;
  }

  /** Of the first view; the only one of `publishPostView`. */
  get eventId(): string | undefined {
    return this.views[0]?.eventId;
  }

  get viewedAt(): Date | undefined {
    return this.views[0]?.viewedAt;
  }
}
