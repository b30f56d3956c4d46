import { randomUUIDv7 } from 'node:crypto';
import { cut, LIMITS, type PostViewMessage, postViewSchema } from '@post-views/event';
import { InvalidViewError } from './errors.ts';

/** One view of one post. */
export interface PostView {
  /** A UUID of any version. */
  readonly postUuid: string;
  /** When the post was seen; default: now. */
  readonly viewedAt?: Date | undefined;
  /** A whole number from 0 to 2^64-1; beyond 2^53 a bigint, or a string of its digits. Left out when it is anything else. */
  readonly userId?: number | bigint | string | null | undefined;
  /** IPv4 or IPv6, without a port or a zone. Left out when it is anything else: behind a proxy it is the visitor's text. */
  readonly ip?: string | null | undefined;
  /** Cut to 1,024 characters; left out when it is not text. */
  readonly userAgent?: string | null | undefined;
  /** Cut to 500 characters; left out when it is not text. */
  readonly referer?: string | null | undefined;
  /** A UUID; of a view that is published again, that of its first attempt. Default: a new one (version 7). */
  readonly eventId?: string | undefined;
}

/** What makes a view the same view when it is published again. */
export interface PublishedView {
  readonly eventId: string;
  readonly viewedAt: Date;
}

/** A view with its identity, in the form in which it is sent. */
export interface PreparedView {
  readonly published: PublishedView;
  readonly message: PostViewMessage;
  /** Fields that were left out of it, since their values are bad. */
  readonly omitted: readonly OptionalField[];
}

/** What a view can do without, by its name in the message. A bad value is left out and never costs the view. */
const OPTIONAL_FIELDS = {
  user_id: 'userId',
  ip: 'ip',
  user_agent: 'userAgent',
  referer: 'referer',
} as const;
type OptionalName = keyof typeof OPTIONAL_FIELDS;
export type OptionalField = (typeof OPTIONAL_FIELDS)[OptionalName];

const REQUIRED_FIELDS: Readonly<Record<string, keyof PostView>> = {
  post_uuid: 'postUuid',
  timestamp: 'viewedAt',
  event_id: 'eventId',
};
const VIEWED_AT = 'must be a valid Date from 1970 to 9999';

/**
 * Gives a view its identity, if it has none, and checks it.
 *
 * @param index which of several it is, for the error
 * @throws {InvalidViewError} when `postUuid`, `viewedAt` or `eventId` is wrong
 */
export function prepare(view: PostView, index?: number): PreparedView {
  const { viewedAt = new Date() } = view;
  if (!(viewedAt instanceof Date) || Number.isNaN(viewedAt.getTime())) {
    throw new InvalidViewError('viewedAt', index, VIEWED_AT);
  }
  const eventId = view.eventId ?? randomUUIDv7();
  const message = messageOf(view, { eventId, viewedAt });
  return { published: { eventId, viewedAt }, message, omitted: omitBadFields(message, index) };
}

/** What is undefined is left out of the JSON. */
function messageOf(view: PostView, { eventId, viewedAt }: PublishedView): PostViewMessage {
  const { postUuid, userId, ip, userAgent, referer } = view;
  return {
    post_uuid: postUuid,
    timestamp: viewedAt.toISOString(),
    user_id: typeof userId === 'bigint' ? String(userId) : userId,
    ip,
    user_agent: cutText(userAgent, LIMITS.userAgentCharacters),
    referer: cutText(referer, LIMITS.refererCharacters),
    event_id: eventId,
  };
}

/** @throws {InvalidViewError} when a field is wrong that the view can't do without */
function omitBadFields(message: PostViewMessage, index: number | undefined): OptionalField[] {
  const omitted = new Set<OptionalField>();
  for (const { path, message: fault } of postViewSchema.safeParse(message).error?.issues ?? []) {
    const name = String(path[0]);
    if (isOptional(name)) {
      delete message[name];
      omitted.add(OPTIONAL_FIELDS[name]);
    } else {
      const field = REQUIRED_FIELDS[name] ?? 'postUuid';
      throw new InvalidViewError(field, index, field === 'viewedAt' ? VIEWED_AT : fault);
    }
  }
  return [...omitted];
}

function isOptional(name: string): name is OptionalName {
  return Object.hasOwn(OPTIONAL_FIELDS, name);
}

/** What is no text is left for the schema to find. */
function cutText<T>(value: T, characters: number): T | string {
  return typeof value === 'string' ? cut(value, characters) : value;
}
