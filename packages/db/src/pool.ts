import { splitUrls } from '@post-views/service';
import type { MysqlPool } from 'kysely';
import { createPool as createMysqlPool, type Pool, type PoolConnection } from 'mysql2';
import { classifyError } from './errors.ts';
import { createFailover } from './failover.ts';
import { PooledSession } from './pooled-session.ts';
import { Semaphore } from './semaphore.ts';
import type { Role } from './server-check/session-settings.ts';
import { readServerUrl } from './server-url.ts';
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

/** Codes of a server that says nothing, not even that it is not there. */
const SILENCE: ReadonlySet<string> = new Set(['PROTOCOL_SEQUENCE_TIMEOUT', 'ETIMEDOUT']);

/**
 * A mysql2 pool, which sets each new session up before anybody uses it, hands
 * out none that is another than it was set to, and never hands out again a connection on which something went
 * wrong that may still be wrong.
 *
 * Who waits for a connection waits in line here, not in mysql2's queue: that would let everybody wait for ever, and keep
 * those that have given up. When a server has kept silent, connections that are older are not used again: mostly all of
 * them lead nowhere, and each would have to be waited for.
 */
function createServerPool(options: ServerPoolOptions): MysqlPool {
  const { statementTimeoutMs, connectTimeoutMs: timeoutMs, role = 'writer' } = options;
  const pool = openMysqlPool(options);
  const permits = new Semaphore(options.connections);
  const sessions = new WeakMap<PoolConnection, PooledSession>();
  let silentAt = -Infinity;
  const note = (error: unknown) => {
    if (SILENCE.has(classifyError(error).code)) silentAt = performance.now();
  };
  const onBroken = (error: Error) => {
    note(error);
    if (classifyError(error).kind === 'retry') options.onTrouble?.();
  };

  const open = (raw: PoolConnection, openedAt: number, done: Connected) => {
    const session = { timeoutMs, role, writable: options.writable ?? false, statementTimeoutMs };
    setUpSession(raw, session, (failure) => {
      if (failure) {
        note(failure);
        raw.destroy();
        return done(failure);
      }
      const onReturn = () => permits.release();
      const opened = new PooledSession(raw, { openedAt, statementTimeoutMs, onBroken, onReturn });
      sessions.set(raw, opened);
      done(undefined, opened);
    });
  };
  const connect = (done: Connected): void => {
    const beganAt = performance.now();
    pool.getConnection((error, raw) => {
      if (error) {
        note(error);
        return done(error);
      }
      const session = sessions.get(raw);
      if (session === undefined) return open(raw, beganAt, done);
      if (session.openedAt > silentAt) return done(undefined, session);
      raw.destroy();
      connect(done);
    });
  };

  return {
    getConnection(callback) {
      permits.acquire(statementTimeoutMs, (late) => {
        if (late) return callback(late, undefined as never);
        connect((error, session) => {
          if (session) return callback(null, session.handOut());
          permits.release();
          callback(error, undefined as never);
        });
      });
    },
    // A connection that cannot be closed properly is gone as well.
    end: (callback) => pool.end(() => callback(undefined)),
  };
}

type Connected = (error: unknown, session?: PooledSession) => void;

function openMysqlPool({ url, connections, connectTimeoutMs }: PoolOptions): Pool {
  return createMysqlPool({
    ...readServerUrl(url),
    connectionLimit: connections,
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: ['DATE'],
    // Without FOUND_ROWS affectedRows counts new rows only; with it, duplicates too.
    flags: ['-FOUND_ROWS', '-LOCAL_FILES'],
  });
}
