import type { MysqlPoolConnection } from 'kysely';
import type { PoolConnection } from 'mysql2';
import { classifyError } from './errors.ts';

export interface PooledSessionOptions {
  /** When its connection was begun to be opened, by `performance.now()`. */
  readonly openedAt: number;
  /** How long a statement is waited for; no limit if unset. */
  readonly statementTimeoutMs: number | undefined;
  /** Something went wrong, after which it must not be used again. */
  readonly onBroken: (error: Error) => void;
  /** Whoever it was handed out to has released or destroyed it. */
  readonly onReturn: () => void;
}

/**
 * A connection whose session is set up, but done with as soon as something went wrong on it that may still be wrong: every
 * statement after that is answered with the same error, Kysely's `rollback` among them, which would hide it behind one
 * of its own; and on release it is destroyed. The server rolls back when a connection closes.
 */
export class PooledSession implements MysqlPoolConnection {
  readonly openedAt: number;
  readonly #raw: PoolConnection;
  readonly #options: PooledSessionOptions;
  #broken: Error | undefined;
  #isOut = false;

  constructor(raw: PoolConnection, options: PooledSessionOptions) {
    this.#raw = raw;
    this.#options = options;
    this.openedAt = options.openedAt;
  }

  get config() {
    return this.#raw.config;
  }

  get threadId() {
    return this.#raw.threadId;
  }

  handOut(): this {
    this.#isOut = true;
    return this;
  }

  connect: MysqlPoolConnection['connect'] = (callback) => this.#raw.connect(callback);

  query: MysqlPoolConnection['query'] = (sql, values, callback) => {
    if (this.#broken) {
      callback?.(this.#broken, undefined as never);
      return undefined as never;
    }
    const { statementTimeoutMs: timeout } = this.#options;
    const statement = { sql, values: orNull(values), ...(timeout && { timeout }) };
    return this.#raw.query(statement, (error, result) => {
      if (error) this.#note(error);
      callback?.(error, result as never);
    }) as never;
  };

  release(): void {
    if (this.#broken) this.#raw.destroy();
    else this.#raw.release();
    this.#return();
  }

  destroy(): void {
    this.#raw.destroy();
    this.#return();
  }

  #note(error: Error): void {
    if (!classifyError(error).replaceConnection) return;
    this.#broken = error;
    this.#options.onBroken(error);
  }

  /** Once, however often it is released and destroyed. */
  #return(): void {
    if (!this.#isOut) return;
    this.#isOut = false;
    this.#options.onReturn();
  }
}

/** With an empty list, mysql2 would search all of a large statement for placeholders. */
function orNull(values: unknown[]): unknown[] | null {
  return values.length > 0 ? values : null;
}
