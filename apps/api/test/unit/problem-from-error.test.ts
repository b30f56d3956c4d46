import type { FastifyError } from 'fastify';
import { describe, expect, it } from 'vitest';
import { problemFromError } from '../../src/problem-from-error.ts';
import { CircuitOpen } from '../../src/reads/breaker.ts';
import {
  InvalidRequest,
  NotAcceptable,
  Overloaded,
  Unauthorized,
} from '../../src/request-errors.ts';

const problemFrom = (error: Error) => problemFromError(error as FastifyError);
const fault = (fields: object) => Object.assign(new Error('secret'), fields);

describe('problemFromError', () => {
  it('names the field of an invalid request', () => {
    expect(problemFrom(new InvalidRequest('limit', 'is odd'))).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'limit: is odd',
      errors: [{ field: 'limit', detail: 'is odd' }],
    });
  });

  it.each([
    [new Unauthorized(), 401, 'a valid key is required in the header X-Internal-Api-Key'],
    [new NotAcceptable(['text/csv']), 406, 'Accept must allow text/csv'],
    [new Overloaded(), 503, 'too many requests in flight'],
    [fault({ code: 'ECONNREFUSED' }), 503, 'the database is unavailable'],
    [fault({ code: 'ER_NO_SUCH_TABLE' }), 503, 'the database is unavailable'],
    [new CircuitOpen(), 503, 'the database is unavailable'],
    [fault({}), 500, undefined],
    [fault({ statusCode: 502 }), 500, undefined],
  ])('%s is told as %i, in words that were written for callers', (error, status, detail) => {
    const told = problemFrom(error);
    expect({ status: told.status, detail: told.detail }).toEqual({ status, detail });
  });
});
