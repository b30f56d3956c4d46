import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  classifyError,
  type ErrorKind,
  RankingTimeout,
  UnfitDatabase,
  WRITE_ERROR_CODES,
} from '../../src/index.ts';

function error(fields: object): Error {
  return Object.assign(new Error('secret words of the server'), fields);
}

/** The driver's own names, which it doesn't export: a name that is wrong here would never be found. */
const require = createRequire(import.meta.url);
const NAMES: Readonly<Record<number, string>> = require(
  join(dirname(require.resolve('mysql2')), 'lib/constants/errors.js'),
);

/** Numbers of server errors. Many were provoked on MySQL 9.7 or MariaDB 10.11; the rest, those of clusters among them, are documented. */
const BY_NUMBER: readonly (readonly [
  ErrorKind,
  'same connection' | 'another',
  readonly number[],
])[] = [
  ['retry', 'same connection', [1213, 1205, 1020, 3572, 1206, 1317, 3024, 1969, 3101]],
  ['retry', 'same connection', [1114, 1021, 1026, 1030, 3, 1004, 1811, 1878, 1197, 1705]],
  ['retry', 'another', [1040, 1203, 1226, 1037, 1041]],
  ['retry', 'another', [1053, 1077, 3168, 3032, 1927, 3169, 4031, 1158, 1159, 1160, 1161, 1184]],
  ['retry', 'another', [1290, 1792, 1836, 1207, 1874, 3989]],
  ['retry', 'another', [1047, 1180, 1598, 3092, 3098, 3100]],
  ['setup', 'same connection', [1044, 1045, 1698, 3118, 4151, 3955, 1862, 1820, 1129, 1130]],
  ['setup', 'same connection', [1049, 1142, 1143, 1227, 1146, 1054, 1176, 1364, 1526]],
  ['data', 'same connection', [1264, 1265, 1690, 1292, 1366, 1406, 1048, 1300, 1441, 3140]],
  ['data', 'same connection', [3819, 4025, 1452, 1644]],
  ['data', 'another', [1153]],
  ['unknown', 'another', [1064, 1105]],
];

describe('classifyError', () => {
  it.each(
    BY_NUMBER.flatMap(([kind, connection, numbers]) =>
      numbers.map((number) => ({ number, name: NAMES[number], kind, connection })),
    ),
  )('$number, which mysql2 calls $name, is $kind, on $connection', (row) => {
    const { kind, replaceConnection } = classifyError(error({ errno: row.number, code: row.name }));
    expect({ kind, connection: replaceConnection ? 'another' : 'same connection' }).toEqual({
      kind: row.kind,
      connection: row.connection,
    });
  });

  it.each([
    'PROTOCOL_CONNECTION_LOST',
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'ENOTFOUND',
    'POOL_TIMEOUT',
  ])('%s is retry', (code) => {
    expect(classifyError(error({ code })).kind).toBe('retry');
  });

  it('says of a database that is not fit what is wrong with it', () => {
    expect(classifyError(new UnfitDatabase('WRONG_SESSION', 'in our words'))).toEqual({
      kind: 'setup',
      code: 'WRONG_SESSION',
      reason: 'in our words',
    });
  });

  it('retries a ranked list that ran out of time', () => {
    expect(classifyError(new RankingTimeout('in our words'))).toMatchObject({
      kind: 'retry',
      code: 'RANKING_TIMEOUT',
    });
  });

  it("knows MariaDB's own numbers, which mysql2 takes for others", () => {
    const refused = error({ code: 'ER_INNODB_AUTOEXTEND_SIZE_OUT_OF_RANGE', errno: 4025 });
    expect(classifyError(refused)).toMatchObject({ kind: 'data', code: 'ER_CONSTRAINT_FAILED' });
  });

  it('takes anything that can be thrown', () => {
    expect(classifyError(error({})).kind).toBe('unknown');
    expect(classifyError('text').kind).toBe('unknown');
    expect(classifyError(undefined).kind).toBe('unknown');
  });
});

it('WRITE_ERROR_CODES are those that a writer can meet', () => {
  expect(WRITE_ERROR_CODES).toEqual(
    expect.arrayContaining(['ER_LOCK_DEADLOCK', 'READ_ONLY_SERVER', 'SCHEMA_BEHIND']),
  );
  expect(WRITE_ERROR_CODES).not.toContain('RANKING_TIMEOUT');
  expect(WRITE_ERROR_CODES).not.toContain('TimeoutError');
});
