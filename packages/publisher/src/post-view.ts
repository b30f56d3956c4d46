import { randomUUIDv7 } from 'node:crypto';
import { cut, LIMITS, type PostViewMessage, postViewSchema } from '@post-views/event';
import { InvalidViewError } from './errors.ts';

/** One view of one post. */
export interface PostView {
  /** A UUID of any version. */
  readonly postUuid: string;
  /** When the post was seen; now, unless given. */
  readonly viewedAt?: Date | undefined;
  /** A whole number from 0 to 2^64-1; beyond 2^53 a bigint, or a string of its digits. */
  readonly userId?: number | bigint | string | null | undefined;
  /** IPv4 or IPv6. */
  readonly ip?: string | null | undefined;
  /** Cut to 1,024 characters: it is the visitor's, and must not cost the view. */
  readonly userAgent?: string | null | undefined;
  /** Cut to 500 characters. */
  readonly referer?: string | null | undefined;
  /** A UUID, of a view that is published again; a new one of version 7, unless given. */
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
}

const FIELDS: Readonly<Record<string, keyof PostView>> = {
  post_uuid: 'postUuid',
  timestamp: 'viewedAt',
  user_id: 'userId',
  ip: 'ip',
  user_agent: 'userAgent',
  referer: 'referer',
  event_id: 'eventId',
} satisfies Record<keyof PostViewMessage, keyof PostView>;

/**
 * Gives a view its identity, if it has none, and looks at it.
 *
 * @param index which of several it is, for the error
 * @throws {InvalidViewError}
 */
export function prepare(view: PostView, index?: number): PreparedView {
  const { eventId = randomUUIDv7(), viewedAt = new Date() } = view;
  if (!(viewedAt instanceof Date) || Number.isNaN(viewedAt.getTime())) {
    throw new InvalidViewError('viewedAt', index, 'must be a Date');
  }
  // What is undefined is left out of the JSON.
  const message = {
    post_uuid: view.postUuid,
    timestamp: viewedAt.toISOString(),
    user_id: typeof view.userId === 'bigint' ? String(view.userId) : view.userId,
    ip: view.ip,
    user_agent: cutText(view.userAgent, LIMITS.userAgentCharacters),
    referer: cutText(view.referer, LIMITS.refererCharacters),
    event_id: eventId,
  };
  const { error } = postViewSchema.safeParse(message);
  const issue = error?.issues[0];
  if (issue) {
    throw new InvalidViewError(FIELDS[String(issue.path[0])] ?? 'postUuid', index, issue.message);
  }
  return { published: { eventId, viewedAt }, message };
}

/** What is no text is left for the schema to refuse. */
function cutText<T>(value: T, characters: number): T | string {
  return typeof value === 'string' ? cut(value, characters) : value;
}
