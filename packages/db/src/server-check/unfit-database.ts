/** In one word each, for logs and metrics. */
export const UNFIT_CODES = [
  'SCHEMA_BEHIND',
  'SCHEMA_AHEAD',
  'WRONG_SESSION',
  'CLIENT_FOUND_ROWS',
  'ALL_REFUSED',
] as const;

export type UnfitCode = (typeof UNFIT_CODES)[number];

/**
 * The database answers, but this release can't work with it as it is: counts might be wrong. Its message is
 * in our words: what is wrong, and what to do.
 */
export class UnfitDatabase extends Error {
  override readonly name = 'UnfitDatabase';
  readonly code: UnfitCode;

  constructor(code: UnfitCode, message: string) {
    super(message);
    this.code = code;
  }
}
