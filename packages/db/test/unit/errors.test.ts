import { describe, expect, it } from 'vitest';
import { classifyError } from '../../src/index.ts';

function error(fields: object): Error {
  return Object.assign(new Error('secret words of the server'), fields);
}

describe('classifyError', () => {
  it.each([
    [{ code: 'ER_LOCK_DEADLOCK', errno: 1213 }, 'retry'],
    [{ code: 'ER_LOCK_WAIT_TIMEOUT', errno: 1205 }, 'retry'],
    [{ code: 'PROTOCOL_CONNECTION_LOST' }, 'retry'],
    [{ code: 'ECONNREFUSED' }, 'retry'],
    [{ code: 'ER_OPTION_PREVENTS_STATEMENT', errno: 1290 }, 'retry'],
    [{ code: 'ER_DATA_TOO_LONG', errno: 1406 }, 'data'],
    [{ code: 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', errno: 1366 }, 'data'],
    [{ code: 'ER_CHECK_CONSTRAINT_VIOLATED', errno: 3819 }, 'data'],
    [{ code: 'ER_NO_SUCH_TABLE', errno: 1146 }, 'setup'],
    [{ code: 'ER_PARSE_ERROR', errno: 1064 }, 'unknown'],
    [{}, 'unknown'],
  ])('%j is %s', (fields, kind) => {
    expect(classifyError(error(fields)).kind).toBe(kind);
  });

  it("knows MariaDB's own numbers, which mysql2 takes for others", () => {
    const refused = error({ code: 'ER_INNODB_AUTOEXTEND_SIZE_OUT_OF_RANGE', errno: 4025 });
    expect(classifyError(refused)).toMatchObject({ kind: 'data', code: 'ER_CONSTRAINT_FAILED' });
  });

  it('does not use a connection again that is lost or leads to a read-only server', () => {
    expect(classifyError(error({ code: 'ECONNRESET' })).replaceConnection).toBe(true);
    expect(classifyError(error({ code: 'ER_READ_ONLY_MODE' })).replaceConnection).toBe(true);
    expect(classifyError(error({ code: 'ER_LOCK_DEADLOCK' })).replaceConnection).toBeUndefined();
  });

  it('takes anything that can be thrown', () => {
    expect(classifyError('text').kind).toBe('unknown');
    expect(classifyError(undefined).kind).toBe('unknown');
  });
});
