import { createLog } from '@post-views/service';
import { beforeEach, describe, expect, it } from 'vitest';
import { CircuitOpen } from '../../src/reads/breaker.ts';
import { FailureLog } from '../../src/reads/failure-log.ts';
import { Overloaded } from '../../src/request-errors.ts';

let lines: Record<string, unknown>[];
let failures: FailureLog;

beforeEach(() => {
  lines = [];
  const write = (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>);
  failures = new FailureLog(createLog('api', 'info', { write }));
});

const errorOf = (code: string) => Object.assign(new Error('secret'), { code });

describe('FailureLog', () => {
  it('says a failure once for each code and route, and how often it has been when it ends', () => {
    for (let times = 1; times <= 1_000; times++) {
      failures.requestFailed('/a', errorOf('ER_QUERY_TIMEOUT'));
    }
    failures.requestFailed('/b', errorOf('ER_QUERY_TIMEOUT'));
    failures.requestFailed('/a', errorOf('ER_NO_SUCH_TABLE'));
    const said = () => lines.map(({ route, code, times }) => [route, code, times]);
    expect(said()).toEqual([
      ['/a', 'ER_QUERY_TIMEOUT', undefined],
      ['/b', 'ER_QUERY_TIMEOUT', undefined],
      ['/a', 'ER_NO_SUCH_TABLE', undefined],
    ]);
    expect(lines[0]).toMatchObject({ level: 'error', event: 'request_failed' });
    failures.end();
    expect(said().slice(3)).toEqual([['/a', 'ER_QUERY_TIMEOUT', 999]]);
  });

  it('says that an older answer was given, and nothing of the message', () => {
    failures.refreshFailed(errorOf('ECONNRESET'));
    expect(lines).toEqual([
      expect.objectContaining({ level: 'warn', event: 'refresh_failed', code: 'ECONNRESET' }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it.each([
    ['is too much', new Overloaded()],
    ['the circuit breaker refuses', new CircuitOpen()],
  ])('says nothing of what %s', (_, error) => {
    failures.refreshFailed(error);
    failures.requestFailed('/a', error);
    expect(lines).toEqual([]);
  });
});
