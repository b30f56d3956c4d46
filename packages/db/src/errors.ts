import { codeOf } from './error-code.ts';
import { UNFIT_CODES, UnfitDatabase } from './server-check/unfit-database.ts';

/**
 * What an error of the database means for the work at hand:
 *
 * - `retry`: temporary; the whole transaction is retried
 * - `data`: a value in the statement is at fault; retrying cannot help
 * - `setup`: the database is not set up for this service: the work waits until that is fixed
 * - `unknown`: anything else; the work is not known to be at fault, so it waits as well
 */
export type ErrorKind = 'retry' | 'data' | 'setup' | 'unknown';

interface Policy {
  readonly kind: ErrorKind;
  readonly reason: string;
  /**
   * The connection must not be used again: it is gone, it leads to a server that cannot be written to, or its
   * state is unknown.
   */
  readonly replaceConnection?: true;
}

const retry = (reason: string): Policy => ({ kind: 'retry', reason });
const retryElsewhere = (reason: string): Policy => ({ ...retry(reason), replaceConnection: true });
const setup = (reason: string): Policy => ({ kind: 'setup', reason });
const data = (reason: string): Policy => ({ kind: 'data', reason });

const WRONG_LOGIN =
  'the user or the password in DATABASE_URL is wrong, or the user may not come from this host';

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
  ER_LOCK_NOWAIT: retry('a lock is held by somebody else'),
  ER_LOCK_TABLE_FULL: retry('the server has no room for more locks'),
  ER_CHECKREAD: retry('the row changed since it was read'),
  ER_TABLE_DEF_CHANGED: retry('the table was altered meanwhile'),
  ER_QUERY_INTERRUPTED: retry('the statement was killed'),
  ER_QUERY_TIMEOUT: retry('the statement took too long'),
  // Ours: all statements of a ranked list together.
  RANKING_TIMEOUT: retry('the ranked list took too long'),
  ER_RECORD_FILE_FULL: retry('no room for more rows: the disk of the server is full'),
  ER_DISK_FULL: retry('the disk of the server is full'),
  ER_ERROR_ON_WRITE: retry('the server cannot write a file; its disk may be full'),
  ER_GET_ERRNO: retry('the storage engine failed; its disk may be full'),
  ER_CANT_CREATE_FILE: retry('the server cannot make a file; its disk may be full'),
  EE_WRITE: retry('the server cannot write a file; its disk may be full'),
  ER_TEMP_FILE_WRITE_FAILURE: retry('the server cannot write a file; its disk may be full'),
  ER_IO_WRITE_ERROR: retry('the server cannot write a file; its disk may be full'),
  // The statement may be in the log or not: after that, MySQL ends or goes on without a binary log, as it is told to.
  ER_BINLOG_LOGGING_IMPOSSIBLE: retryElsewhere(
    'the binary log cannot be written; its disk may be full',
  ),
  ER_TRANS_CACHE_FULL: retry('the binary log has no room for the transaction'),
  ER_STMT_CACHE_FULL: retry('the binary log has no room for the statement'),
  // Group replication: another member has changed the same rows.
  ER_TRANSACTION_ROLLBACK_DURING_COMMIT: retry('the cluster rolled the transaction back'),

  POOL_TIMEOUT: retry('all connections are in use'),
  PROTOCOL_CONNECTION_LOST: retryElsewhere('the connection was lost'),
  PROTOCOL_SEQUENCE_TIMEOUT: retryElsewhere('the server did not answer in time'),
  PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR: retryElsewhere('the connection was lost'),
  ECONNRESET: retryElsewhere('the connection was reset'),
  ECONNABORTED: retryElsewhere('the connection was lost'),
  ECONNREFUSED: retryElsewhere('nobody listens at that address'),
  EPIPE: retryElsewhere('the connection was lost'),
  ETIMEDOUT: retryElsewhere('the server did not answer in time'),
  EHOSTUNREACH: retryElsewhere('the host cannot be reached'),
  EHOSTDOWN: retryElsewhere('the host cannot be reached'),
  ENETUNREACH: retryElsewhere('the network cannot be reached'),
  ENOTFOUND: retryElsewhere('the host name is not known'),
  EAI_AGAIN: retryElsewhere('the host name could not be looked up'),
  ER_NEW_ABORTING_CONNECTION: retryElsewhere('the connection was lost'),
  ER_NET_READ_ERROR: retryElsewhere('the connection was lost'),
  ER_NET_READ_INTERRUPTED: retryElsewhere('the server waited too long for the statement'),
  ER_NET_ERROR_ON_WRITE: retryElsewhere('the connection was lost'),
  ER_NET_WRITE_INTERRUPTED: retryElsewhere('the server waited too long to answer'),
  ER_CON_COUNT_ERROR: retryElsewhere('too many connections'),
  ER_TOO_MANY_USER_CONNECTIONS: retryElsewhere('too many connections of this user'),
  ER_USER_LIMIT_REACHED: retryElsewhere('this user is over a limit'),
  ER_OUTOFMEMORY: retryElsewhere('the server is out of memory'),
  ER_OUT_OF_RESOURCES: retryElsewhere('the server is out of memory'),
  ER_SERVER_SHUTDOWN: retryElsewhere('the server is shutting down'),
  ER_NORMAL_SHUTDOWN: retryElsewhere('the server is shutting down'),
  ER_SERVER_ISNT_AVAILABLE: retryElsewhere('the server is not available yet'),
  ER_SERVER_OFFLINE_MODE: retryElsewhere('the server is offline to users'),
  ER_CONNECTION_KILLED: retryElsewhere('the connection was killed'),
  ER_SESSION_WAS_KILLED: retryElsewhere('the connection was killed'),
  ER_CLIENT_INTERACTION_TIMEOUT: retryElsewhere('the connection was idle for too long'),
  ER_OPTION_PREVENTS_STATEMENT: retryElsewhere('the server is read-only'),
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: retryElsewhere('the server is read-only'),
  ER_READ_ONLY_MODE: retryElsewhere('the server is read-only'),
  ER_READ_ONLY_TRANSACTION: retryElsewhere('the server is read-only'),
  // Ours: one of several, and none of them can be written to.
  READ_ONLY_SERVER: retryElsewhere('the server is read-only'),
  ER_INNODB_READ_ONLY: retryElsewhere('the server is read-only'),
  ER_SCHEMA_READ_ONLY: retryElsewhere('the database is read-only'),
  // Galera says this, "unknown command", to everybody while a node is not part of its cluster.
  ER_UNKNOWN_COM_ERROR: retryElsewhere('the node is not ready, or not part of its cluster'),
  // Group replication: the member is about to leave, or has left.
  ER_GROUP_REPLICATION_CONFIGURATION: retryElsewhere('the server is not part of its cluster'),
  ER_BEFORE_DML_VALIDATION_ERROR: retryElsewhere('the cluster does not take the statement'),
  // Group replication: the member has lost the others. Nobody knows whether the transaction was committed.
  ER_RUN_HOOK_ERROR: retryElsewhere('the cluster did not take the transaction'),
  ER_ERROR_DURING_COMMIT: retryElsewhere('the COMMIT failed'),

  ER_NO_SUCH_TABLE: setup('the tables are missing: run pnpm db:migrate'),
  ER_BAD_FIELD_ERROR: setup('the tables are of another release: run pnpm db:migrate'),
  // Spelled this way.
  ER_KEY_DOES_NOT_EXITS: setup('an index is missing: run pnpm db:migrate'),
  ER_NO_DEFAULT_FOR_FIELD: setup(
    'a table has a column without a default that is not of this release',
  ),
  // Somebody has dropped p_future: every view of such a day is refused, however good it is.
  ER_NO_PARTITION_FOR_GIVEN_VALUE: setup(
    'post_views has no partition for the time of a view: run pnpm db:migrate',
  ),
  ER_BAD_DB_ERROR: setup('the database named in DATABASE_URL does not exist'),
  ER_ACCESS_DENIED_ERROR: setup(WRONG_LOGIN),
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: setup(WRONG_LOGIN),
  ER_ACCOUNT_HAS_BEEN_LOCKED: setup('the user in DATABASE_URL is locked'),
  ER_USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK: setup(
    'the user in DATABASE_URL is locked after too many wrong passwords',
  ),
  ER_MUST_CHANGE_PASSWORD: setup('the password in DATABASE_URL has expired'),
  ER_MUST_CHANGE_PASSWORD_LOGIN: setup('the password in DATABASE_URL has expired'),
  ER_HOST_NOT_PRIVILEGED: setup('the server lets no user in from this host'),
  ER_HOST_IS_BLOCKED: setup('the server has blocked this host after too many failed connections'),
  ER_DBACCESS_DENIED_ERROR: setup(
    'the database named in DATABASE_URL does not exist, or its user has no right to it',
  ),
  ER_TABLEACCESS_DENIED_ERROR: setup('the user in DATABASE_URL lacks a right on a table'),
  ER_COLUMNACCESS_DENIED_ERROR: setup('the user in DATABASE_URL lacks a right on a column'),
  ER_SPECIFIC_ACCESS_DENIED_ERROR: setup('the user in DATABASE_URL lacks a right'),
  AUTH_SWITCH_PLUGIN_ERROR: setup(
    'the user in DATABASE_URL logs in by a plugin that this service does not support',
  ),
  ER_SECURE_TRANSPORT_REQUIRED: setup(
    'the server wants TLS: ssl-mode=VERIFY_IDENTITY in DATABASE_URL, or DATABASE_CA_FILE',
  ),
  HANDSHAKE_NO_SSL_SUPPORT: setup('the server speaks no TLS, which DATABASE_URL wants'),
  HANDSHAKE_SSL_ERROR: setup('no TLS can be agreed on with the server'),
  CERT_UNTRUSTED: setup(
    "the server's certificate is not trusted: DATABASE_CA_FILE names a file with its CA",
  ),
  CERT_HAS_EXPIRED: setup("the server's certificate has expired"),
  CERT_NOT_YET_VALID: setup("the server's certificate is not valid yet"),
  ERR_TLS_CERT_ALTNAME_INVALID: setup("the server's certificate is for another host name"),

  ER_WARN_DATA_OUT_OF_RANGE: data('a number is out of range'),
  WARN_DATA_TRUNCATED: data('a value does not fit its column'),
  ER_DATA_OUT_OF_RANGE: data('a number is out of range'),
  ER_TRUNCATED_WRONG_VALUE: data('a value is malformed'),
  ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: data('a value is malformed'),
  ER_DATA_TOO_LONG: data('a value is too long'),
  ER_BAD_NULL_ERROR: data('a value is missing'),
  ER_INVALID_CHARACTER_STRING: data('a value is malformed'),
  ER_DATETIME_FUNCTION_OVERFLOW: data('a time is out of range'),
  ER_INVALID_JSON_TEXT: data('a value is not JSON'),
  ER_CHECK_CONSTRAINT_VIOLATED: data('a check constraint refused it'),
  ER_CONSTRAINT_FAILED: data('a check constraint refused it'),
  ER_NO_REFERENCED_ROW_2: data('a foreign key refused it'),
  ER_SIGNAL_EXCEPTION: data('a trigger refused it'),
  ER_NET_PACKET_TOO_LARGE: {
    ...data('it is larger than max_allowed_packet'),
    replaceConnection: true,
  },
};

/** Codes that only a read can fail with. */
const READ_CODES: readonly string[] = ['RANKING_TIMEOUT'];

/** The known codes that a write can fail with: the driver's, our own, and those of an {@link UnfitDatabase}. */
export const WRITE_ERROR_CODES: readonly string[] = [
  ...Object.keys(POLICIES).filter((code) => !READ_CODES.includes(code)),
  ...UNFIT_CODES,
];

const UNKNOWN: Policy = { kind: 'unknown', reason: 'unexpected', replaceConnection: true };

export interface DatabaseErrorInfo extends Policy {
  readonly code: string;
}

/** What `error` means and what to do about it; by its code alone, so any value may be passed. */
export function classifyError(error: unknown): DatabaseErrorInfo {
  if (error instanceof UnfitDatabase) return { code: error.code, ...setup(error.message) };
  const code = codeOf(error);
  return { code, ...(POLICIES[code] ?? UNKNOWN) };
}
