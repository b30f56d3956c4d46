import { describe, expect, it } from 'vitest';
import { isReadOnly } from '../../src/server-check/read-only.ts';
import { sessionFault } from '../../src/server-check/session-settings.ts';
import { weakSettings } from '../../src/server-check/weak-settings.ts';

const vars = (values: Record<string, string>) => new Map(Object.entries(values));

describe('sessionFault', () => {
  const MYSQL = {
    sql_mode: 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',
    time_zone: '+00:00',
    transaction_isolation: 'READ-COMMITTED',
  };
  const { transaction_isolation, ...common } = MYSQL;
  const MARIADB = { ...common, tx_isolation: transaction_isolation };

  it.each([
    ['MySQL', MYSQL],
    ['MariaDB', MARIADB],
    ['a server with both names', { ...MYSQL, ...MARIADB }],
    ['the weaker strict mode', { ...MYSQL, sql_mode: 'STRICT_TRANS_TABLES' }],
  ])('has nothing against %s', (_, values) => {
    expect(sessionFault(vars(values), 'writer')).toBeUndefined();
  });

  it.each([
    ['sql_mode', { ...MYSQL, sql_mode: 'NO_ENGINE_SUBSTITUTION' }],
    ['sql_mode', { ...MYSQL, sql_mode: '' }],
    ['sql_mode', { ...MYSQL, sql_mode: 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES' }],
    ['time_zone', { ...MYSQL, time_zone: 'SYSTEM' }],
    ['transaction_isolation', { ...MYSQL, transaction_isolation: 'REPEATABLE-READ' }],
    ['tx_isolation', { ...MARIADB, tx_isolation: 'SERIALIZABLE' }],
    ['sql_mode', {}],
  ])('names %s in %j', (name, values) => {
    expect(sessionFault(vars(values), 'writer')).toMatch(new RegExp(`^the session has ${name} '`));
  });

  it('asks of a reader no more than it needs', () => {
    const loose = { ...MYSQL, sql_mode: '', transaction_isolation: 'REPEATABLE-READ' };
    expect(sessionFault(vars(loose), 'reader')).toBeUndefined();
    expect(sessionFault(vars({ ...loose, time_zone: '+01:00' }), 'reader')).toContain('time_zone');
  });
});

describe('weakSettings', () => {
  const DURABLE = {
    innodb_flush_log_at_trx_commit: '1',
    innodb_doublewrite: 'ON',
    sync_binlog: '1',
    log_bin: 'ON',
    max_allowed_packet: '16777216',
  };

  it.each([
    ['durable', {}],
    [
      "MariaDB's default: no binary log, so no matter when it is written",
      { sync_binlog: '0', log_bin: 'OFF' },
    ],
    ["MariaDB's 3", { innodb_flush_log_at_trx_commit: '3' }],
    ['pages that are detected and recovered', { innodb_doublewrite: 'DETECT_AND_RECOVER' }],
    ['just enough', { max_allowed_packet: '2097152' }],
  ])('finds nothing: %s', (_, values) => {
    expect(weakSettings(vars({ ...DURABLE, ...values }))).toEqual([]);
  });

  it.each([
    ['innodb_flush_log_at_trx_commit', '0'],
    ['innodb_flush_log_at_trx_commit', '2'],
    ['sync_binlog', '0'],
    ['sync_binlog', '1000'],
    ['innodb_doublewrite', 'OFF'],
    ['innodb_doublewrite', 'DETECT_ONLY'],
    ['max_allowed_packet', '1048576'],
  ])('finds %s = %s', (setting, value) => {
    expect(weakSettings(vars({ ...DURABLE, [setting]: value }))).toEqual([
      { setting, value, wanted: expect.any(String), why: expect.any(String) },
    ]);
  });

  it('takes what a server does not know for well', () => {
    expect(weakSettings(vars({}))).toEqual([]);
  });
});

describe('isReadOnly', () => {
  it.each([
    ['a primary of MySQL', false, { read_only: 'OFF', super_read_only: 'OFF' }],
    ['a secondary of Group Replication', true, { read_only: 'ON', super_read_only: 'ON' }],
    ['a replica', true, { read_only: 'ON', super_read_only: 'OFF' }],
    ['MariaDB', false, { read_only: 'OFF', innodb_read_only: 'OFF' }],
    ['a replica of MariaDB', true, { read_only: 'NO_LOCK' }],
    ['a replica of Aurora', true, { read_only: '0', innodb_read_only: '1' }],
  ])('knows %s', (_, readOnly, values) => {
    expect(isReadOnly(vars(values as Record<string, string>))).toBe(readOnly);
  });
});
