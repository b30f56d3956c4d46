import type { DayRange } from '@post-views/db';
import type { FastifyReply } from 'fastify';
import type { Admission } from '../reads/admission.ts';
import type { Load, ReadCache } from '../reads/read-cache.ts';
import { addDays } from '../utc-days.ts';
import { type Answer, matchesEtag } from './answer.ts';

/** One question of a caller, as a route understands it. */
export interface Question {
  /** The same for requests that ask the same. */
  readonly key: string;
  /** Which days it is about; all of them if unset. */
  readonly range?: DayRange | undefined;
  /** UTC */
  readonly today: string;
  /** Whether reading may take longer than that of a post does. */
  readonly slow?: boolean;
  /** Reads, and makes an answer of it. */
  readonly load: Load<Answer>;
}

/** Answers a question. */
export type Respond = (reply: FastifyReply, question: Question) => Promise<void> | undefined;

/** The numbers may change with the next batch. */
const OPEN_SECONDS = 2;
/** Yesterday still grows while a queue is worked off. */
const YESTERDAY_SECONDS = 60;
/** A view that comes later than that is counted all the same, and seen by whoever asks again with the ETag. */
const OVER_SECONDS = 3_600;
const NOT_MODIFIED = 304;

/** A member of the list that RFC 9211 defines: in every format, for CSV and SVG have no place for `stale`. */
const STALE = 'post-views; hit; detail=stale';

/**
 * Answers from the cache at once, where it can: without a promise, for that is most requests. All else is read, which needs a
 * place; so who may be given an older answer waits for a place no longer than for its reading.
 */
export function createResponder(cache: ReadCache<Answer>, admission: Admission): Respond {
  return (reply, question) => {
    const kept = cache.getUsable(question.key, question.load);
    if (kept === undefined) return readAndSend(cache, admission, reply, question);
    send(reply, question, kept.value);
    return undefined;
  };
}

async function readAndSend(
  cache: ReadCache<Answer>,
  admission: Admission,
  reply: FastifyReply,
  question: Question,
): Promise<void> {
  const { key, load, slow = false } = question;
  const admitted: Load<Answer> = (asOf) => admission.run(() => load(asOf), { slow });
  const { value, stale } = await cache.read(key, admitted);
  if (stale) sendStale(reply, value);
  else send(reply, question, value);
}

function send(reply: FastifyReply, question: Question, { etag, type, body }: Answer): void {
  if (etag === undefined) {
    reply.headers({ 'cache-control': 'no-store', 'content-type': type }).send(body);
    return;
  }
  reply.headers({ etag, 'cache-control': cacheControlOf(question) });
  if (matchesEtag(reply.request.headers['if-none-match'], etag)) reply.code(NOT_MODIFIED).send();
  else reply.header('content-type', type).send(body);
}

/** All of it, without an ETag: a 304, now or later, would keep from the caller what is stale and what is not. */
function sendStale(reply: FastifyReply, { type, staleBody }: Answer): void {
  reply.headers({ 'cache-control': 'no-store', 'cache-status': STALE, 'content-type': type });
  reply.send(staleBody());
}

/** Private, since whoever has no key may not see it. */
function cacheControlOf({ range, today }: Question): string {
  return `private, max-age=${maxAgeOf(range, today)}`;
}

function maxAgeOf(range: DayRange | undefined, today: string): number {
  if (range === undefined || range.to >= today) return OPEN_SECONDS;
  return range.to === addDays(today, -1) ? YESTERDAY_SECONDS : OVER_SECONDS;
}
