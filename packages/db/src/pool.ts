import { splitUrls } from '@post-views/service';
import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { createPool as createMysqlPool, type Pool, type PoolConnection } from 'mysql2';
import { classifyError } from './errors.ts';
import { createFailover } from './failover.ts';
import type { Role } from './server-check/session-settings.ts';
import { setUpSession } from './session.ts';

export interface PoolOptions {
  /** `mysql://user:password@host:3306/database`, or several with commas between: of the servers of a cluster. */
  readonly url: string;
  /** The most connections at a time, to each server. */
  readonly connections: number;
  /** How long a connection may take to open, in milliseconds. */
  readonly connectTimeoutMs: number;
  /**
   * How long a statement may take, in milliseconds, after which its connection is closed; and how long it may
   * wait for a connection before that. No limit if unset. A reader's statement the server itself ends, a little
   * earlier, and the connection stays.
   */
  readonly statementTimeoutMs?: number;
  /** What a session must be for; `writer` unless given. */
  readonly role?: Role;
}

/** After that long a reader looks whether it can turn to the first server again. */
const FORGET_MS = 30_000;
const LEAST_CONNECT_TIMEOUT_MS = 1_000;

/**
 * A pool in the form that Kysely takes. Of several servers a writer uses one that can be written to, and stays with
 * it; a reader uses the first that answers.
 */
export function createPool(options: PoolOptions): MysqlPool {
  const urls = splitUrls(options.url);
  if (urls.length === 1) return createServerPool(options);
  const { role = 'writer', statementTimeoutMs: timeoutMs } = options;
  // Together they take no longer than one alone may.
  const connectTimeoutMs = Math.max(
    LEAST_CONNECT_TIMEOUT_MS,
    options.connectTimeoutMs / urls.length,
  );
  const servers = urls.map((url) => ({
    openPool: (onTrouble: () => void) =>
      createServerPool({
        ...options,
        connectTimeoutMs,
        url,
        writable: role === 'writer',
        onTrouble,
      }),
  }));
  return createFailover(servers, {
    ...(role === 'reader' && { forgetMs: FORGET_MS }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
}

interface ServerPoolOptions extends PoolOptions {
  /** Whether a server that is read-only won't do. */
  readonly writable?: boolean;
  /** Something went wrong in use that may not go wrong on another server. */
  readonly onTrouble?: () => void;
}

/**
 * A mysql2 pool, which sets each new session up before anybody uses it, hands
 * out none that is another than it was set to, and never hands out again a connection on which something went
 * wrong that may still be wrong.
 */
function createServerPool(options: ServerPoolOptions): MysqlPool {
  const pool = createMysqlPool({
    uri: options.url,
    connectionLimit: options.connections,
    connectTimeout: options.connectTimeoutMs,
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: ['DATE'],
    // Without FOUND_ROWS affectedRows counts new rows only; with it, duplicates too.
    flags: ['-FOUND_ROWS', '-LOCAL_FILES'],
  });
  const known = new WeakMap<PoolConnection, MysqlPoolConnection>();

  return {
    getConnection(callback) {
      acquire(pool, options.statementTimeoutMs, (error, raw) => {
        if (error) return callback(error, undefined as never);
        const ready = known.get(raw);
        if (ready) return callback(null, ready);
        const { connectTimeoutMs: timeoutMs, statementTimeoutMs } = options;
        const { role = 'writer', writable = false } = options;
        setUpSession(raw, { timeoutMs, role, writable, statementTimeoutMs }, (failure) => {
          if (failure) {
            raw.destroy();
            return callback(failure, undefined as never);
          }
          const connection = watched(raw, options);
          known.set(raw, connection);
          callback(null, connection);
        });
      });
    },
    end: (callback) => pool.end(callback),
  };
}

/** mysql2 lets a statement wait for a free connection for ever. */
function acquire(
  pool: Pool,
  timeoutMs: number | undefined,
  callback: Parameters<Pool['getConnection']>[0],
): void {
  if (timeoutMs === undefined) {
    pool.getConnection(callback);
    return;
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    const error = Object.assign(new Error('no connection is free'), { code: 'POOL_TIMEOUT' });
    callback(error as NodeJS.ErrnoException, undefined as never);
  }, timeoutMs);
  pool.getConnection((error, raw) => {
    clearTimeout(timer);
    if (!late) callback(error, raw);
    else if (!error) raw.release();
  });
}

/**
 * `raw`, but done with as soon as something went wrong on it that may still be wrong: every statement after
 * that is answered with the same error, Kysely's `rollback` among them, which would hide it behind one of its
 * own; and on release it is destroyed. The server rolls back when a connection closes.
 */
function watched(
  raw: PoolConnection,
  { statementTimeoutMs: timeout, onTrouble }: ServerPoolOptions,
): MysqlPoolConnection {
  let broken: Error | undefined;
  const note = (error: Error) => {
    const { kind, replaceConnection } = classifyError(error);
    if (!replaceConnection) return;
    broken = error;
    if (kind === 'retry') onTrouble?.();
  };
  return {
    config: raw.config,
    threadId: raw.threadId,
    connect: (callback) => raw.connect(callback),
    destroy: () => raw.destroy(),
    release: () => (broken ? raw.destroy() : raw.release()),
    query(sql, values, callback) {
      if (broken) {
        callback?.(broken, undefined as never);
        return undefined as never;
      }
      const statement = { sql, values: orNull(values), ...(timeout && { timeout }) };
      return raw.query(statement, (error, result) => {
        if (error) note(error);
        callback?.(error, result as never);
      }) as never;
    },
  };
}

/** With an empty list, mysql2 would search all of a large statement for placeholders. */
function orNull(values: unknown[]): unknown[] | null {
  return values.length > 0 ? values : null;
}
