import { MESSAGES, readUuid, uuid } from '@post-views/event';
import { wholeNumber } from '@post-views/service';
import { z } from 'zod';
import { MAX_DAYS } from './asked-range.ts';
import { PROBLEM_TYPE, problem } from './problem.ts';

/** Parts that the schemas of the routes are made of. Names are as on the wire. */

const UUID_DOCUMENT = {
  format: 'uuid',
  description: 'UUID of the post, in upper or lower case; answers use lower case',
};
/** A UUID of any version, in any letter case; anything else is answered 400. */
const askedUuid = uuid.meta(UUID_DOCUMENT);
export const postParams = z.object({ uuid: askedUuid });

/** From 1 to `max` of {@link askedUuid}, as one value: zod would take longer for each by itself than all the rest takes. */
export function askedUuids(max: number) {
  const count = `must have from 1 to ${max} UUIDs`;
  return z
    .custom<readonly unknown[]>(Array.isArray, 'must be an array of UUIDs')
    .refine(({ length }) => length >= 1 && length <= max, count)
    .transform((given, { issues }) =>
      given.map((input, index) => {
        const read = readUuid(input);
        if (read === undefined) {
          issues.push({ code: 'custom', path: [index], message: MESSAGES.uuid, input });
        }
        return read ?? '';
      }),
    )
    .meta({
      type: 'array',
      items: { type: 'string', ...UUID_DOCUMENT },
      minItems: 1,
      maxItems: max,
    });
}

/** Of a post in the OpenAPI document, whatever is asked. */
export const EXAMPLE = {
  post: '0b6f3a52-9f0c-4f5e-8a55-1f6f3a1c2b4d',
  otherPost: '7c1d9e40-52ab-4b7e-9c3f-2d8e6a5b1f90',
  from: '2026-11-01',
  to: '2026-11-02',
} as const;

const FIRST_DAY = '2000-01-01';

/** A UTC day, of this century at least: nothing was seen before, so anything earlier is a mistake. */
const askedDay = z.iso
  .date('must be a day, YYYY-MM-DD')
  .refine((day) => day >= FIRST_DAY, `must not be before ${FIRST_DAY}`);

export const rangeQuery = {
  from: askedDay.optional().meta({
    description: `First UTC day, inclusive, not before ${FIRST_DAY}. Requires \`to\`. A range has at most ${MAX_DAYS} days, both ends included.`,
  }),
  to: askedDay
    .optional()
    .meta({ description: 'Last UTC day, inclusive, not after today. Requires `from`.' }),
};

/** Like {@link wholeNumber}, which documents itself as text otherwise. */
export function askedNumber(min: number, max: number, description: string) {
  return wholeNumber(min, max).meta({ type: 'integer', minimum: min, maximum: max, description });
}

/** As {@link askedNumber}, for what may be left out. */
export function defaultNumber(min: number, max: number, byDefault: number, description: string) {
  return askedNumber(min, max, description)
    .default(byDefault)
    .meta({ type: 'integer', minimum: min, maximum: max, description });
}

export const postUuid = z.string().meta({ format: 'uuid' });
export const dayField = z.string().meta({ format: 'date' });
export const viewCount = z.int().min(0);
export const dailyViews = z.object({
  date: dayField,
  views: viewCount,
  partial: z.boolean().meta({ description: 'The day is not over' }),
});
/** The days an answer covers; absent when it covers all. */
export const rangeMeta = { from: dayField.optional(), to: dayField.optional() };
/** Two ranges of the same length, the second right before the first. */
export const comparedMeta = {
  from: dayField,
  to: dayField,
  previous_from: dayField,
  previous_to: dayField,
};
/** The same in the OpenAPI document. */
export const EXAMPLE_WEEKS = {
  from: '2026-10-27',
  to: EXAMPLE.to,
  previous_from: '2026-10-20',
  previous_to: '2026-10-26',
} as const;
export const commonMeta = {
  timezone: z.literal('UTC'),
  as_of: z.string().meta({ format: 'date-time', description: 'When the numbers were read' }),
  stale: z.literal(true).optional().meta({
    description:
      'The database is unavailable: these are the last numbers that could be read. Absent otherwise.',
  }),
};

/** What a media type is answered with. */
export interface Documented {
  readonly mediaType: string;
  readonly schema: z.ZodType;
}

/** The responses of a GET in the OpenAPI document: the formats of its answer, and the problems that any request may meet. */
export function responses(...formats: readonly Documented[]) {
  return {
    ...postResponses(...formats),
    304: z.null().meta({ description: 'Not modified since the answer with this ETag' }),
  };
}

/** As {@link responses}, of a POST, which cannot be conditional. */
export function postResponses(...formats: readonly Documented[]) {
  const problems = {
    description: 'Problem details (RFC 9457)',
    content: { [PROBLEM_TYPE]: { schema: problem } },
  };
  const content = formats.map(({ mediaType, schema }) => [mediaType, { schema }] as const);
  return {
    200: { description: 'OK', content: Object.fromEntries(content) },
    '4xx': problems,
    '5xx': problems,
  };
}
