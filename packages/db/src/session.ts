import type { Connection, RowDataPacket } from 'mysql2';
import { isReadOnly, READ_ONLY_VARIABLES, readOnlyError } from './server-check/read-only.ts';
import { type Role, SESSION_VARIABLES, sessionFault } from './server-check/session-settings.ts';
import { UnfitDatabase } from './server-check/unfit-database.ts';

/** For a row, or for the definition of a table, which an ALTER holds. */
export const LOCK_WAIT_SECONDS = 10;

/** What each session is set to: the queries rely on it, whatever the server's defaults are. */
const SESSION = [
  "SET SESSION time_zone = '+00:00'",
  `innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`,
  // Less than we wait for any statement: a session that waits for a table does not notice that its client has gone.
  `lock_wait_timeout = ${LOCK_WAIT_SECONDS}`,
  "sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
].join(', ');
/**
 * The server ends a statement that nobody waits for any more; closing the connection does not. It does so a little before
 * our own timeout, so that the connection can be used again.
 */
const SERVER_SHARE = 0.9;
const ISOLATION = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

export interface SessionOptions {
  readonly role: Role;
  /** Whether the server must not be read-only. */
  readonly writable: boolean;
  /** For each statement that sets the session up. */
  readonly timeoutMs: number;
  /** Milliseconds to wait for a statement of a reader; no limit if unset. */
  readonly statementTimeoutMs: number | undefined;
}

interface VariableRow extends RowDataPacket {
  readonly Variable_name: string;
  readonly Value: string;
}

/**
 * Sets a new session up, and looks whether it is what it was set to.
 *
 * @param done hears of what the server says against it, of an {@link UnfitDatabase}, or of a server that is read-only
 */
export function setUpSession(
  connection: Connection,
  { role, writable, timeoutMs: timeout, statementTimeoutMs }: SessionOptions,
  done: (failure: unknown) => void,
): void {
  // A writer waits for locks, and for as long as it takes to write: it is not hurried.
  const limit = role === 'reader' ? serverLimit(statementTimeoutMs) : '';
  connection.query({ sql: SESSION + limit, timeout }, (error) => {
    if (error) return done(error);
    connection.query({ sql: ISOLATION, timeout }, (error) => {
      if (error) return done(error);
      read(connection, 'SESSION', SESSION_VARIABLES, timeout, (error, values) => {
        if (error) return done(error);
        const fault = sessionFault(values, role);
        if (fault !== undefined) return done(new UnfitDatabase('WRONG_SESSION', fault));
        if (!writable) return done(undefined);
        read(connection, 'GLOBAL', READ_ONLY_VARIABLES, timeout, (error, values) => {
          done(error ?? (isReadOnly(values) ? readOnlyError() : undefined));
        });
      });
    });
  });
}

/**
 * MariaDB and MySQL have different names for it, and pass over each other's.
 *
 * @see https://mariadb.com/kb/en/aborting-statements/
 * @see https://dev.mysql.com/doc/refman/9.7/en/server-system-variables.html#sysvar_max_execution_time
 */
function serverLimit(statementTimeoutMs: number | undefined): string {
  if (statementTimeoutMs === undefined) return '';
  const ms = Math.ceil(statementTimeoutMs * SERVER_SHARE);
  return ` /*M!100100 , max_statement_time = ${ms / 1000} */ /*!80000 , max_execution_time = ${ms} */`;
}

function read(
  connection: Connection,
  scope: 'SESSION' | 'GLOBAL',
  names: readonly string[],
  timeout: number,
  done: (error: unknown, values: ReadonlyMap<string, string>) => void,
): void {
  const sql = `SHOW ${scope} VARIABLES WHERE Variable_name IN (?)`;
  connection.query<VariableRow[]>({ sql, values: [names], timeout }, (error, rows) => {
    done(error, new Map(error ? [] : rows.map((row) => [row.Variable_name, row.Value])));
  });
}
