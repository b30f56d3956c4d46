import { hash } from 'node:crypto';
import type { Documented } from '../schemas.ts';

/** An answer as it is sent, but for what depends on when it is sent. */
export interface Answer {
  /** A media type, with its parameters. */
  readonly type: string;
  /**
   * Weak (RFC 9110, 8.8.3): the same for the same data, whenever they were read. Unset where nobody may keep the answer: only
   * GET and HEAD can be conditional.
   */
  readonly etag?: string;
  readonly body: string;
  /** The body that says that the numbers are older than they should be, where it can. */
  readonly staleBody: () => string;
}

/** How answers are written in one media type. */
export interface Format<D, M> extends Documented {
  /** @throws {z.ZodError} if data or meta are not of their schema, which is a fault of ours */
  answer(data: D, meta: M, asOf: Date): Answer;
}

/** @param content what makes the difference between two answers */
export function etagOf(content: string): string {
  return `W/"${hash('sha1', content, 'base64url')}"`;
}

/** Whether the header `If-None-Match` has one that is `etag`, compared weakly (RFC 9110, 13.1.2). */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const opaque = etag.slice(2);
  return header.split(',').some((candidate) => {
    const tag = candidate.trim();
    return tag === '*' || tag.replace(/^W\//, '') === opaque;
  });
}
