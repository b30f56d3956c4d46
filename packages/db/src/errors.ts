/**
 * What an error of the database means for the work at hand:
 *
 * - `retry`: nobody's fault; the whole transaction is tried again
 * - `data`: a value in the statement is at fault; trying again can't help
 * - `setup`: the database is not set up for this service: the work waits until somebody mends that
 * - `unknown`: anything else; the work is not known to be at fault, so it waits as well
 */
export type ErrorKind = 'retry' | 'data' | 'setup' | 'unknown';

interface Policy {
  readonly kind: ErrorKind;
  readonly reason: string;
  /**
   * The connection must not be used again: it is gone, it leads to a server that can't write, or nobody
   * knows what state it is in.
   */
  readonly replaceConnection?: true;
}

const retry = (reason: string): Policy => ({ kind: 'retry', reason });
const retryElsewhere = (reason: string): Policy => ({ ...retry(reason), replaceConnection: true });
const setup = (reason: string): Policy => ({ kind: 'setup', reason });
const data = (reason: string): Policy => ({ kind: 'data', reason });

/**
 * By the `code` of a mysql2 or a Node error.
 *
 * @see https://dev.mysql.com/doc/mysql-errors/9.4/en/server-error-reference.html
 * @see https://mariadb.com/kb/en/mariadb-error-code-reference/
 */
const POLICIES: Readonly<Record<string, Policy>> = {
  ER_LOCK_DEADLOCK: retry('deadlock: the server rolled the transaction back'),
  // Only the statement was rolled back: without a rollback a COMMIT would keep half a batch.
  ER_LOCK_WAIT_TIMEOUT: retry('waited too long for a lock'),
  ER_CHECKREAD: retry('the row changed since it was read'),
  ER_QUERY_INTERRUPTED: retry('the statement was killed'),
  ER_QUERY_TIMEOUT: retry('the statement took too long'),
  ER_RECORD_FILE_FULL: retry('the table is full'),
  ER_DISK_FULL: retry('the disk is full'),

  POOL_TIMEOUT: retry('all connections are in use'),
  PROTOCOL_CONNECTION_LOST: retryElsewhere('the connection was lost'),
  PROTOCOL_SEQUENCE_TIMEOUT: retryElsewhere('the server did not answer in time'),
  PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR: retryElsewhere('the connection was lost'),
  ECONNRESET: retryElsewhere('the connection was reset'),
  ECONNREFUSED: retryElsewhere('nobody listens at that address'),
  EPIPE: retryElsewhere('the connection was lost'),
  ETIMEDOUT: retryElsewhere('the server did not answer in time'),
  EHOSTUNREACH: retryElsewhere('the host can not be reached'),
  ENETUNREACH: retryElsewhere('the network can not be reached'),
  ENOTFOUND: retryElsewhere('the host name is not known'),
  EAI_AGAIN: retryElsewhere('the host name could not be looked up'),
  ER_CON_COUNT_ERROR: retryElsewhere('too many connections'),
  ER_TOO_MANY_USER_CONNECTIONS: retryElsewhere('too many connections of this user'),
  ER_USER_LIMIT_REACHED: retryElsewhere('this user is over a limit'),
  ER_SERVER_SHUTDOWN: retryElsewhere('the server is shutting down'),
  ER_NORMAL_SHUTDOWN: retryElsewhere('the server is shutting down'),
  ER_CONNECTION_KILLED: retryElsewhere('the connection was killed'),
  ER_CLIENT_INTERACTION_TIMEOUT: retryElsewhere('the connection was idle for too long'),
  ER_OPTION_PREVENTS_STATEMENT: retryElsewhere('the server is read-only'),
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: retryElsewhere('the server is read-only'),
  ER_READ_ONLY_MODE: retryElsewhere('the server is read-only'),

  ER_NO_SUCH_TABLE: setup('the tables are missing: run pnpm db:migrate'),
  ER_BAD_FIELD_ERROR: setup('the tables are of another release: run pnpm db:migrate'),
  ER_BAD_DB_ERROR: setup('the database named in DATABASE_URL does not exist'),
  ER_ACCESS_DENIED_ERROR: setup('the user or the password in DATABASE_URL is wrong'),
  ER_DBACCESS_DENIED_ERROR: setup('the user in DATABASE_URL has no right to that database'),
  ER_TABLEACCESS_DENIED_ERROR: setup('the user in DATABASE_URL lacks a right on a table'),
  ER_COLUMNACCESS_DENIED_ERROR: setup('the user in DATABASE_URL lacks a right on a column'),

  ER_WARN_DATA_OUT_OF_RANGE: data('a number is out of range'),
  WARN_DATA_TRUNCATED: data('a value does not fit its column'),
  ER_DATA_OUT_OF_RANGE: data('a number is out of range'),
  ER_TRUNCATED_WRONG_VALUE: data('a value is malformed'),
  ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: data('a value is malformed'),
  ER_DATA_TOO_LONG: data('a value is too long'),
  ER_BAD_NULL_ERROR: data('a value is missing'),
  ER_INVALID_JSON_TEXT: data('a value is not JSON'),
  ER_NO_PARTITION_FOR_GIVEN_VALUE: data('no partition takes the time of the view'),
  ER_CHECK_CONSTRAINT_VIOLATED: data('a check constraint refused it'),
  ER_CONSTRAINT_FAILED: data('a check constraint refused it'),
  ER_SIGNAL_EXCEPTION: data('a trigger refused it'),
  ER_NET_PACKET_TOO_LARGE: {
    ...data('it is larger than max_allowed_packet'),
    replaceConnection: true,
  },
};

const UNKNOWN: Policy = { kind: 'unknown', reason: 'unexpected', replaceConnection: true };

export interface DatabaseErrorInfo extends Policy {
  readonly code: string;
}

/** What `error` means and what to do about it; by its code alone, so any value may be asked about. */
export function classifyError(error: unknown): DatabaseErrorInfo {
  const code = codeOf(error);
  return { code, ...(POLICIES[code] ?? UNKNOWN) };
}

/** MariaDB's own errors: mysql2 knows no name for their numbers, or that of another error of MySQL. */
const NAMES_BY_NUMBER: Readonly<Record<number, string>> = {
  1927: 'ER_CONNECTION_KILLED',
  1969: 'ER_QUERY_TIMEOUT',
  4025: 'ER_CONSTRAINT_FAILED',
};

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const named = 'errno' in error ? NAMES_BY_NUMBER[Number(error.errno)] : undefined;
  if (named !== undefined) return named;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
