import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

/** An error (RFC 9457), with the fields that a 400 is about. */
export const problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().meta({ description: 'Name of the status' }),
    status: z.int(),
    detail: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.output<typeof problem>;

export const PROBLEM_TYPE = 'application/problem+json';

/** @param extra what may be told to anybody; never the message of an error that we did not make */
export function problemOf(status: number, extra: Pick<Problem, 'detail' | 'errors'> = {}): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, ...extra };
}
