/** What may be wrong with a request that its schema allows. The one error handler makes answers of them. */

/** A parameter is invalid: answered 400. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';

  /** As it is called on the wire. */
  readonly field: string;
  readonly detail: string;

  constructor(field: string, detail: string) {
    super(`${field}: ${detail}`);
    this.field = field;
    this.detail = detail;
  }
}

/** There is no key, or a wrong one: answered 401. */
export class Unauthorized extends Error {
  override readonly name = 'Unauthorized';
  readonly statusCode = 401;

  constructor() {
    super('a valid key is required in the header X-Internal-Api-Key');
  }
}

/** A route cannot answer in any of the media types of the header `Accept`: answered 406. */
export class NotAcceptable extends Error {
  override readonly name = 'NotAcceptable';
  readonly statusCode = 406;

  constructor(formats: readonly string[]) {
    super(`Accept must allow ${formats.join(' or ')}`);
  }
}

/** There are more requests than can be worked on: answered 503. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  readonly statusCode = 503;

  constructor() {
    super('too many requests in flight');
  }
}
