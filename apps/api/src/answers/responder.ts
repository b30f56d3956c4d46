import type { DayRange } from '@post-views/db';
import type { FastifyReply } from 'fastify';
import { addDays } from '../days.ts';
import type { Admission } from '../reads/admission.ts';
import type { Load, ReadCache } from '../reads/read-cache.ts';
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

/** Answers from the cache at once, where it can: without a promise, for that is most requests. All others need a place. */
export function createResponder(cache: ReadCache<Answer>, admission: Admission): Respond {
  return (reply, question) => {
    const { key, load } = question;
    const kept = cache.getUsable(key, load);
    if (kept === undefined) return readAndSend(cache, admission, reply, question);
    reply.header('cache-control', cacheControlOf(question));
    send(reply, kept.value, kept.value.body);
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
  const { value, stale } = await admission.run(() => cache.read(key, load), { slow });
  reply.header('cache-control', stale ? 'no-store' : cacheControlOf(question));
  send(reply, value, stale ? value.staleBody() : value.body);
}

function send(reply: FastifyReply, { etag, type }: Answer, body: string): void {
  reply.header('etag', etag);
  if (matchesEtag(reply.request.headers['if-none-match'], etag)) {
    reply.code(NOT_MODIFIED).send();
    return;
  }
  reply.header('content-type', type).send(body);
}

/** Private, since whoever has no key may not see it. */
function cacheControlOf({ range, today }: Question): string {
  return `private, max-age=${maxAgeOf(range, today)}`;
}

function maxAgeOf(range: DayRange | undefined, today: string): number {
  if (range === undefined || range.to >= today) return OPEN_SECONDS;
  return range.to === addDays(today, -1) ? YESTERDAY_SECONDS : OVER_SECONDS;
}
