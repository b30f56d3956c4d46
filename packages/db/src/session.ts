import type { Connection, RowDataPacket } from 'mysql2';
import { type Role, SESSION_VARIABLES, sessionFault } from './server-check/session-settings.ts';
import { UnfitDatabase } from './server-check/unfit-database.ts';

/** For a row, or for the definition of a table, which an ALTER holds. */
export const LOCK_WAIT_SECONDS = 10;

/** What each session is set to: the queries rely on it, whatever the server's defaults are. */
const SESSION = [
  "SET SESSION time_zone = '+00:00'",
  `innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`,
  // Less than we wait for any statement: a session that waits for a table does not notice that we have gone.
  `lock_wait_timeout = ${LOCK_WAIT_SECONDS}`,
  "sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
].join(', ');
const ISOLATION = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

export interface SessionOptions {
  readonly role: Role;
  /** For each statement. */
  readonly timeoutMs: number;
}

interface VariableRow extends RowDataPacket {
  readonly Variable_name: string;
  readonly Value: string;
}

/**
 * Sets a new session up, and looks whether it is what it was set to.
 *
 * @param done hears of what the server says against it, or of an {@link UnfitDatabase}
 */
export function setUpSession(
  connection: Connection,
  { role, timeoutMs: timeout }: SessionOptions,
  done: (failure: unknown) => void,
): void {
  const read = {
    sql: 'SHOW SESSION VARIABLES WHERE Variable_name IN (?)',
    values: [SESSION_VARIABLES],
    timeout,
  };
  connection.query({ sql: SESSION, timeout }, (error) => {
    if (error) return done(error);
    connection.query({ sql: ISOLATION, timeout }, (error) => {
      if (error) return done(error);
      connection.query<VariableRow[]>(read, (error, rows) => {
        if (error) return done(error);
        const values = new Map(rows.map((row) => [row.Variable_name, row.Value]));
        const fault = sessionFault(values, role);
        done(fault === undefined ? undefined : new UnfitDatabase('WRONG_SESSION', fault));
      });
    });
  });
}
