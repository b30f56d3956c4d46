/** What goes wrong without an error: the broker says nothing, or ends a consumer in all politeness. */
export class AmqpError extends Error {
  override readonly name = 'AmqpError';
  readonly code: 'SILENT' | 'CANCELLED';

  constructor(code: AmqpError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Why an attempt to publish has failed: `RETURNED`, no queue takes the message; `REFUSED`, its queue did not, being full;
 * `NOT_CONNECTED`, it was not sent; `LOST`, nobody knows.
 */
export class PublishAttemptError extends Error {
  override readonly name = 'PublishAttemptError';
  readonly code: 'NOT_CONNECTED' | 'RETURNED' | 'REFUSED' | 'LOST';

  constructor(code: PublishAttemptError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
