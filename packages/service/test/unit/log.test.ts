import { describe, expect, it } from 'vitest';
import { createLog, describeError } from '../../src/index.ts';

describe('the log', () => {
  it('says of an error what it is and where, but neither its words nor what it carries', () => {
    const lines: string[] = [];
    const log = createLog('test', 'info', { write: (line) => lines.push(line) });
    const error = Object.assign(new TypeError('for ip 203.0.113.9'), {
      code: 'ER_DUP_ENTRY',
      sql: "INSERT … '203.0.113.9'",
    });
    log.error({ event: 'failed', err: error });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      name: 'test',
      event: 'failed',
      err: {
        type: 'TypeError',
        code: 'ER_DUP_ENTRY',
        at: expect.stringMatching(/^packages\/service\/test\/unit\/log\.test\.ts/),
      },
    });
    expect(lines[0]).not.toContain('203.0.113.9');
  });

  it('takes anything that can be thrown', () => {
    expect(describeError('words')).toEqual({ type: 'string' });
    expect(describeError(undefined)).toEqual({ type: 'undefined' });
  });
});
