import { uuid } from '@post-views/event';
import { z } from 'zod';
import { PROBLEM_TYPE, problem } from './problem.ts';

/** Parts that the schemas of the routes are made of. Names are as on the wire. */

export const postParams = z.object({ uuid });
/** Strict: a parameter that a route doesn't know is a mistake about what was asked. */
export const noQuery = z.strictObject({});

export const postUuid = z.string();
export const date = z.string().meta({ format: 'date' });
export const views = z.int();
export const commonMeta = {
  timezone: z.literal('UTC'),
  as_of: z.string().meta({ format: 'date-time', description: 'When the numbers were read' }),
};

/** How a question was understood: `of` the route, and what is the same for all. */
export function metaOf<const T extends object>(asOf: Date, of: T) {
  return { ...of, timezone: 'UTC', as_of: asOf.toISOString() } as const;
}

/** The answers of a route: its own, and the problems that any route may answer with. */
export function answers<T extends z.ZodType>(ok: T) {
  const problems = { content: { [PROBLEM_TYPE]: { schema: problem } } };
  return { 200: ok, '4xx': problems, '5xx': problems };
}
