import type { BenchDatabase } from './database.ts';

/** What the database says of itself: as it is set, not as it was asked for. */
export type Settings = Readonly<Record<string, string>>;

/** Variables that decide what a commit costs, and what is worth knowing of a database that is measured. */
const VARIABLES = [
  'version',
  'innodb_flush_log_at_trx_commit',
  'sync_binlog',
  'log_bin',
  'binlog_format',
  'innodb_doublewrite',
  'innodb_flush_method',
  'innodb_buffer_pool_size',
  'innodb_log_file_size',
  'innodb_redo_log_capacity',
  'innodb_io_capacity',
  'max_allowed_packet',
];

/**
 * What must hold, so that no committed view is lost whatever fails. Both servers take ON for 1.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/innodb-parameters.html#sysvar_innodb_flush_log_at_trx_commit
 */
const FULL_DURABILITY: Readonly<Record<string, string>> = {
  innodb_flush_log_at_trx_commit: '1',
  log_bin: 'ON',
  sync_binlog: '1',
  innodb_doublewrite: 'ON',
};

export async function readSettings(database: BenchDatabase): Promise<Settings> {
  const rows = await database.query<{ Variable_name: string; Value: string }>(
    'SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)',
    [VARIABLES],
  );
  return Object.fromEntries(rows.map(({ Variable_name, Value }) => [Variable_name, Value]));
}

/** One line for each setting that is weaker than full durability: with it, the figures look better than they are. */
export function weakerSettings(settings: Settings): string[] {
  return Object.entries(FULL_DURABILITY)
    .filter(([variable, needed]) => settings[variable] !== needed)
    .map(
      ([variable, needed]) =>
        `less durable than in production: ${variable} is ${settings[variable] ?? 'not known'}, not ${needed}`,
    );
}
