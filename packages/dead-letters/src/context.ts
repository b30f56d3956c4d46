import type { Config } from './config.ts';
import type { Output } from './output.ts';

/** What each command is given. */
export interface Context {
  readonly config: Config;
  readonly out: Output;
  readonly err: Output;
  /** Aborts when the operator has had enough: Ctrl-C, or a signal. */
  readonly signal: AbortSignal;
  /** `undefined` when nobody can be asked. */
  readonly ask: Ask | undefined;
}

/** Asks the operator for a line; it is empty when `signal` aborts before there is one. */
export type Ask = (question: string, signal: AbortSignal) => Promise<string>;

/** How a command has ended, if it did not fail. */
export type Ending = 'done' | 'stopped';

/** A command that can't be run as it was given. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
