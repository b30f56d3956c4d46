import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { createPool as createMysqlPool, type PoolConnection } from 'mysql2';
import { classifyError } from './errors.ts';

export interface PoolOptions {
  /** `mysql://user:password@host:3306/database` */
  readonly url: string;
  /** The most connections at a time. */
  readonly connections: number;
  /** How long a connection may take to open, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** How long a statement may take, in milliseconds; its connection is closed then. No limit if unset. */
  readonly statementTimeoutMs?: number;
}

/** What each session is set to: the queries rely on it, whatever the server's defaults are. */
const SESSION = [
  "SET SESSION time_zone = '+00:00'",
  'innodb_lock_wait_timeout = 10',
  "sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
].join(', ');
const ISOLATION = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

/**
 * A mysql2 pool in the form that Kysely takes, which sets each new session up before anybody uses it,
 * and never hands out again a connection on which something went wrong that may still be wrong.
 */
export function createPool(options: PoolOptions): MysqlPool {
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
      pool.getConnection((error, raw) => {
        if (error) return callback(error, undefined as never);
        const ready = known.get(raw);
        if (ready) return callback(null, ready);
        setUpSession(raw, options.connectTimeoutMs, (failure) => {
          if (failure) {
            raw.destroy();
            return callback(failure, undefined as never);
          }
          const connection = watched(raw, options.statementTimeoutMs);
          known.set(raw, connection);
          callback(null, connection);
        });
      });
    },
    end: (callback) => pool.end(callback),
  };
}

function setUpSession(raw: PoolConnection, timeout: number, done: (error: unknown) => void): void {
  raw.query({ sql: SESSION, timeout }, (error) => {
    if (error) return done(error);
    raw.query({ sql: ISOLATION, timeout }, done);
  });
}

/** `raw`, but destroyed on release after an error that asks for another connection. */
function watched(raw: PoolConnection, timeout: number | undefined): MysqlPoolConnection {
  let spoiled = false;
  return {
    config: raw.config,
    threadId: raw.threadId,
    connect: (callback) => raw.connect(callback),
    destroy: () => raw.destroy(),
    release: () => (spoiled ? raw.destroy() : raw.release()),
    query(sql, values, callback) {
      return raw.query({ sql, values, ...(timeout && { timeout }) }, (error, result) => {
        if (error && classifyError(error).replaceConnection) spoiled = true;
        // The statement may be running still: nothing more is to be sent after it.
        if (error && classifyError(error).code === 'PROTOCOL_SEQUENCE_TIMEOUT') raw.destroy();
        callback?.(error, result as never);
      }) as never;
    },
  };
}
