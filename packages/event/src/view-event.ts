import { z } from 'zod';
import { OPTIONAL_FIELDS, type OptionalField } from './optional-fields.ts';
import type { Rejection } from './rejection.ts';
import { toUnixSeconds } from './timestamp.ts';
import { uuid } from './uuid.ts';

/** One view of one post, as the publisher saw it. */
export interface ViewEvent {
  readonly postUuid: string;
  /** Unix seconds, whole. */
  readonly viewedAt: number;
  readonly userId: bigint | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly referer: string | null;
  /** `null` when the publisher sent none, or none that is a UUID. */
  readonly eventId: string | null;
}

export type ReadViewEvent =
  | { readonly event: ViewEvent; readonly mended: readonly OptionalField[] }
  | { readonly rejection: Rejection };

const TIMESTAMP_FORMS =
  'must be ISO 8601 with an offset, YYYY-MM-DD HH:MM:SS (UTC) or Unix seconds';

const timestamp = z.union([z.string(), z.number()], TIMESTAMP_FORMS).transform((value, context) => {
  const seconds = toUnixSeconds(value);
  if (seconds !== null) return seconds;
  context.addIssue({ code: 'custom', message: TIMESTAMP_FORMS });
  return z.NEVER;
});

const requiredFields = z.object({ post_uuid: uuid, timestamp });

/**
 * Reads one event of the contract from a parsed JSON value.
 *
 * Whatever is wrong with an optional field is mended, and the field named in `mended`; only a missing
 * or wrong required field makes a rejection (`invalid_event`). Unknown fields are ignored.
 */
export function readViewEvent(input: unknown): ReadViewEvent {
  const required = requiredFields.safeParse(input);
  if (!required.success) {
    return { rejection: { reason: 'invalid_event', detail: describe(required.error, input) } };
  }
  const fields = input as Record<string, unknown>;
  const mended: OptionalField[] = [];
  return {
    event: {
      postUuid: required.data.post_uuid,
      viewedAt: required.data.timestamp,
      userId: optional('user_id', fields, mended),
      ip: optional('ip', fields, mended),
      userAgent: optional('user_agent', fields, mended),
      referer: optional('referer', fields, mended),
      eventId: optional('event_id', fields, mended),
    },
    mended,
  };
}

type ValueOf<F extends OptionalField> = z.output<(typeof OPTIONAL_FIELDS)[F]['schema']> | null;

function optional<F extends OptionalField>(
  field: F,
  fields: Record<string, unknown>,
  mended: OptionalField[],
): ValueOf<F> {
  const value = fields[field];
  if (value === undefined || value === null) return null;
  const { schema, mend } = OPTIONAL_FIELDS[field];
  const read = schema.safeParse(value);
  if (read.success) return read.data as ValueOf<F>;
  mended.push(field);
  return mend(value) as ValueOf<F>;
}

/** `post_uuid: must be a UUID`; of several faults the first is enough to mend the publisher. */
function describe(error: z.ZodError, input: unknown): string {
  const [issue] = error.issues;
  const field = issue?.path[0];
  if (field === undefined) return 'an event must be a JSON object';
  const value = (input as Record<PropertyKey, unknown>)[field];
  const why = value === undefined ? 'is required' : issue?.message;
  return `${String(field)}: ${why}`;
}
