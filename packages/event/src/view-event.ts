import { MESSAGES } from './messages.ts';
import { OPTIONAL_FIELDS, type OptionalField } from './optional-fields.ts';
import type { Rejection } from './rejection.ts';
import { toUnixSeconds } from './timestamp.ts';
import { readUuid } from './uuid.ts';

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

/**
 * Reads one event of the contract from a parsed JSON value.
 *
 * A bad optional field is dropped or cut, and named in `mended`; only a missing or wrong required field makes
 * a rejection (`invalid_event`). Unknown fields are ignored.
 *
 * Every event passes through here, so it is written by hand: a schema library took most of the time that reading a
 * message takes (docs/decisions/0005).
 */
export function readViewEvent(input: unknown): ReadViewEvent {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return invalid('an event must be a JSON object');
  }
  const { post_uuid, timestamp, user_id, ip, user_agent, referer, event_id } = input as Fields;
  const postUuid = readUuid(post_uuid);
  if (postUuid === undefined) return invalidField('post_uuid', post_uuid, MESSAGES.uuid);
  const viewedAt = readTimestamp(timestamp);
  if (viewedAt === null) return invalidField('timestamp', timestamp, MESSAGES.timestamp);
  const mended: OptionalField[] = [];
  return {
    event: {
      postUuid,
      viewedAt,
      userId: optional('user_id', user_id, mended),
      ip: optional('ip', ip, mended),
      userAgent: optional('user_agent', user_agent, mended),
      referer: optional('referer', referer, mended),
      eventId: optional('event_id', event_id, mended),
    },
    mended,
  };
}

type Fields = Readonly<Partial<Record<'post_uuid' | 'timestamp' | OptionalField, unknown>>>;

type ValueOf<F extends OptionalField> = NonNullable<
  ReturnType<(typeof OPTIONAL_FIELDS)[F]['read']>
> | null;

function readTimestamp(value: unknown): number | null {
  return typeof value === 'string' || typeof value === 'number' ? toUnixSeconds(value) : null;
}

function optional<F extends OptionalField>(
  field: F,
  value: unknown,
  mended: OptionalField[],
): ValueOf<F> {
  if (value === undefined || value === null) return null;
  const { read, mend } = OPTIONAL_FIELDS[field];
  const good = read(value);
  if (good !== undefined) return good as ValueOf<F>;
  mended.push(field);
  return mend(value) as ValueOf<F>;
}

/** Of several faults the first is enough to fix the publisher. */
function invalidField(field: string, value: unknown, fault: string): ReadViewEvent {
  return invalid(`${field}: ${value === undefined ? 'is required' : fault}`);
}

function invalid(detail: string): ReadViewEvent {
  return { rejection: { reason: 'invalid_event', detail } };
}
