import type { PostView, PublishedView } from './post-view.ts';

/** The view is not one: nothing was sent, and trying again is of no use. */
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
 * Views that are not known to be in a queue. They may be published again with the same ids and times, which are
 * given here: what was there already is counted once.
 */
export abstract class PublishError extends Error {
  abstract readonly code: 'RETURNED' | 'REFUSED' | 'UNCONFIRMED' | 'BUFFER_FULL' | 'CLOSED';
  /** Of each view that was to be published, in their order. */
  readonly views: readonly PublishedView[];

  constructor(message: string, views: readonly PublishedView[]) {
    super(message);
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

/** The broker gave it back: no queue is bound to the exchange with the routing key. Somebody has to see to that. */
export class ReturnedError extends PublishError {
  override readonly name = 'ReturnedError';
  readonly code = 'RETURNED';
}

/** The broker said no (nack): the queue is full, or could not store it. Later it may take it. */
export class RefusedError extends PublishError {
  override readonly name = 'RefusedError';
  readonly code = 'REFUSED';
}

/** The broker did not confirm it in time, or was away: it may be there or not. */
export class UnconfirmedError extends PublishError {
  override readonly name = 'UnconfirmedError';
  readonly code = 'UNCONFIRMED';
}

/** Too many views wait for their confirmation: this one was not sent. */
export class BufferFullError extends PublishError {
  override readonly name = 'BufferFullError';
  readonly code = 'BUFFER_FULL';
}

/** The publisher was closed before, or before the broker had confirmed it: then it may be there or not. */
export class PublisherClosedError extends PublishError {
  override readonly name = 'PublisherClosedError';
  readonly code = 'CLOSED';
}
