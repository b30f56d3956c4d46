/**
 * Any of them keeps a server from being written to, and a server doesn't know each. They count more than rights do: an
 * administrator may write to a replica, and what is written there is lost.
 *
 * Secondaries of Group Replication, and members that have left it, are `super_read_only`; replicas of Aurora are
 * `innodb_read_only`.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/server-system-variables.html#sysvar_super_read_only
 */
export const READ_ONLY_VARIABLES: readonly string[] = [
  'read_only',
  'super_read_only',
  'innodb_read_only',
];

const OFF = ['OFF', '0'];

/** @param values of the {@link READ_ONLY_VARIABLES} that the server knows */
export function isReadOnly(values: ReadonlyMap<string, string>): boolean {
  // MariaDB has more words than ON for a server that is.
  return [...values.values()].some((value) => !OFF.includes(value));
}

export const READ_ONLY = 'READ_ONLY_SERVER';

/** Of several servers this one is not the one to write to. */
export function readOnlyError(): Error {
  return Object.assign(new Error('the server is read-only'), { code: READ_ONLY });
}
