/** MariaDB's own errors: mysql2 has no name for their numbers, or that of another error of MySQL. */
const NAMES_BY_NUMBER: Readonly<Record<number, string>> = {
  1927: 'ER_CONNECTION_KILLED',
  1969: 'ER_QUERY_TIMEOUT',
  4025: 'ER_CONSTRAINT_FAILED',
  4151: 'ER_ACCOUNT_HAS_BEEN_LOCKED',
};

/** mysql2 gives whatever goes wrong with TLS one code. */
const CODES_OF_TLS: readonly (readonly [RegExp, string])[] = [
  [/self-signed certificate|unable to (get|verify)/, 'CERT_UNTRUSTED'],
  [/certificate has expired/, 'CERT_HAS_EXPIRED'],
  [/certificate is not yet valid/, 'CERT_NOT_YET_VALID'],
  [/does not match certificate's altnames/, 'ERR_TLS_CERT_ALTNAME_INVALID'],
];

/** The `code` of a mysql2 or a Node error, or our name for what has none of its own. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const named = 'errno' in error ? NAMES_BY_NUMBER[Number(error.errno)] : undefined;
  if (named !== undefined) return named;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (code !== 'HANDSHAKE_SSL_ERROR') return code;
  return CODES_OF_TLS.find(([words]) => words.test(error.message))?.[1] ?? code;
}
