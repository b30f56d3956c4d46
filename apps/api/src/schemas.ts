import { uuid } from '@post-views/event';
import { wholeNumber } from '@post-views/service';
import { z } from 'zod';
import { PROBLEM_TYPE, problem } from './problem.ts';

/** Parts that the schemas of the routes are made of. Names are as on the wire. */

/** Of another length than any version has, or of letters that are not hexadecimal: 400. */
export const askedUuid = uuid.meta({
  format: 'uuid',
  description: 'Of a post; in any case, answered in lower case',
});
export const postParams = z.object({ uuid: askedUuid });

const FIRST_DAY = '2000-01-01';
const DAY = 'must be a day, YYYY-MM-DD';

/** A UTC day, of this century at least: nothing was seen before, so anything earlier is a mistake. */
const askedDay = z.iso
  .date(DAY)
  .refine((day) => day >= FIRST_DAY, `must not be before ${FIRST_DAY}`);

export const from = askedDay
  .optional()
  .meta({ description: 'The first UTC day; together with `to`; a range has at most 366 days' });
export const to = askedDay
  .optional()
  .meta({ description: 'The last UTC day, inclusive; together with `from`, and not after today' });

/** Like {@link wholeNumber}, which documents itself as text otherwise. */
export function askedNumber(min: number, max: number, description: string) {
  return wholeNumber(min, max).meta({ type: 'integer', minimum: min, maximum: max, description });
}

/** As {@link askedNumber}, for what may be left out. */
export function defaultNumber(min: number, max: number, byDefault: number, description: string) {
  const about = `${description}; ${byDefault} unless given`;
  return askedNumber(min, max, about)
    .default(byDefault)
    .meta({ type: 'integer', minimum: min, maximum: max, description: about });
}

export const postUuid = z.string().meta({ format: 'uuid' });
export const date = z.string().meta({ format: 'date' });
export const views = z.int().min(0);
export const dailyViews = z.object({
  date,
  views,
  partial: z.boolean().meta({ description: 'The day is not over' }),
});
/** Of which days an answer is, if it is not of all. */
export const rangeMeta = { from: date.optional(), to: date.optional() };
/** Two ranges of the same length, the second right before the first. */
export const comparedMeta = { from: date, to: date, previous_from: date, previous_to: date };
export const commonMeta = {
  timezone: z.literal('UTC'),
  as_of: z.string().meta({ format: 'date-time', description: 'When the numbers were read' }),
  stale: z
    .literal(true)
    .optional()
    .meta({ description: 'The database is away: these are the last numbers that could be read' }),
};

const CSV = 'text/csv';
const SVG = 'image/svg+xml';

/** The answers of a route: its own, and the problems that any route may answer with. */
export function answers<T extends z.ZodType>(
  json: T,
  others: readonly (typeof CSV | typeof SVG)[] = [],
) {
  const text = Object.fromEntries(others.map((type) => [type, { schema: z.string() }]));
  const problems = {
    description: 'What is wrong, as RFC 9457 has it',
    content: { [PROBLEM_TYPE]: { schema: problem } },
  };
  return {
    200: { description: 'The numbers', content: { 'application/json': { schema: json }, ...text } },
    304: z.null().meta({ description: 'The numbers are those of `If-None-Match`' }),
    '4xx': problems,
    '5xx': problems,
  };
}
