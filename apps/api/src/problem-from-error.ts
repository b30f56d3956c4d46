import { classifyError } from '@post-views/db';
import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type Problem, problemOf } from './problem.ts';
import { CircuitOpen } from './reads/breaker.ts';
import { InvalidRequest, Overloaded } from './request-errors.ts';

/** What a caller is told of an error: never more than was written for callers. */
export function problemFromError(error: FastifyError): Problem {
  if (hasZodFastifySchemaValidationErrors(error)) return badRequest(error.validation);
  if (error instanceof InvalidRequest) return invalid([error]);
  const { kind } = classifyError(error);
  if (kind === 'retry' || kind === 'setup' || error instanceof CircuitOpen) {
    return problemOf(503, { detail: 'the database is unavailable' });
  }
  // Below 500 the message is written for the caller, by us or by Fastify.
  const status = error.statusCode ?? 500;
  const isForCaller = status < 500 || error instanceof Overloaded;
  return isForCaller ? problemOf(status, { detail: error.message }) : problemOf(500);
}

interface ValidationIssue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const NO_NAME = '(no name)';

function badRequest(issues: readonly ValidationIssue[]): Problem {
  const errors = issues.flatMap(({ keyword, instancePath, message, params }) => {
    if (keyword === 'unrecognized_keys' && Array.isArray(params['keys'])) {
      return params['keys'].map((key) => ({
        field: String(key) || NO_NAME,
        detail: 'is not a known parameter',
      }));
    }
    return [{ field: fieldOf(instancePath), detail: message ?? 'is not valid' }];
  });
  return invalid(errors);
}

/** Of many faults these are enough to fix the caller. */
const MOST_FAULTS = 10;

function invalid(faults: readonly { readonly field: string; readonly detail: string }[]): Problem {
  const errors = faults.slice(0, MOST_FAULTS).map(({ field, detail }) => ({ field, detail }));
  const detail = errors.map((error) => `${error.field}: ${error.detail}`).join('; ');
  return problemOf(400, { detail, errors });
}

/** `/post_uuids/3` → `post_uuids.3` */
function fieldOf(instancePath: string): string {
  return instancePath.slice(1).replaceAll('/', '.') || 'body';
}
