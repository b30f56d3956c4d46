import { isUtf8 } from 'node:buffer';
import { LIMITS } from '@post-views/event';
import { rewriteJson } from './json.ts';
import { isHarmless, MASK, maskText, outline } from './personal.ts';

/** Enough of a body that isn't JSON to see what it is. */
const OUTLINE_BYTES = 4096;

/** Fields that hold an address or a user agent, whatever publishers call them: `ip`, `clientIp`, `User-Agent`. */
const PERSONAL = /(?:ip|ipaddress|addr|agent)$|^ua$/;

/** Names of fields are shown; what looks like an address, or could be a user agent, is none. */
const NAME = /^[a-z_][\w.-]{0,39}$/i;

/** An id, a number, or one wrong word in the place of one. */
const WORD = /^[\w.:+-]*$/;
/** A date and a time, however somebody writes them: `Tue, 24 Nov 2026 14:09:02 GMT`. */
const DATE =
  /^(?:\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:am|pm|gmt|utc)\b|[\d :.,/+-])*$/i;
const PLAIN_CHARACTERS = 64;

const plain = (text: string) => {
  const isPlain = text.length <= PLAIN_CHARACTERS && (WORD.test(text) || DATE.test(text));
  return isPlain && isHarmless(text) ? text : outline(text);
};

/** The site; the rest of a referer may say what somebody has searched for. */
const site = (text: string) => {
  const url = URL.parse(text);
  const named = url !== null && /^https?:$/.test(url.protocol) && /\.[a-z]+$/.test(url.hostname);
  return named && isHarmless(url.hostname) ? `${url.protocol}//${url.hostname}/${MASK}` : MASK;
};

/** The fields of which something is shown, and how much of a string. */
const SHOWN = new Map([
  ['post_uuid', plain],
  ['timestamp', plain],
  ['user_id', plain],
  ['event_id', plain],
  ['referer', site],
]);

/** Says whether a body is JSON, and what may be shown of it. */
export interface ReadableBody {
  readonly json: boolean;
  readonly text: string;
}

/**
 * A body without personal data. What the contract has but addresses and user agents is shown; all that it
 * doesn't have is masked, for it may hold either.
 *
 * @param indent as in {@link rewriteJson}
 */
export function maskBody(body: Buffer, indent: number): ReadableBody {
  const text =
    body.length <= LIMITS.bodyBytes ? rewriteJson(body.toString(), mask, indent) : undefined;
  if (text !== undefined) return { json: true, text };
  return { json: false, text: outline(body.subarray(0, OUTLINE_BYTES).toString()) };
}

/** A body as it is, but for the white space of JSON. */
export function openBody(body: Buffer): ReadableBody {
  const text = rewriteJson(body.toString(), (_key, value) => value, 2);
  if (text !== undefined) return { json: true, text };
  return { json: false, text: isUtf8(body) ? body.toString() : body.toString('latin1') };
}

type Headers = Readonly<Record<string, unknown>>;

/** Headers as the broker and the consumer write them; those of a publisher may hold anything. */
const OUR_HEADER =
  /^x-(?:reason|detail|rejected-at|death|(?:first|last)-death-[a-z]+|delivery-count|acquired-count)$/;

export function maskHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(openHeaders(headers)).map(([name, text]) =>
      OUR_HEADER.test(name) ? [name, maskText(text)] : [maskName(name), MASK],
    ),
  );
}

/** Headers as they are. */
export function openHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function mask(key: string, value: unknown): unknown {
  if (PERSONAL.test(key.toLowerCase().replace(/[^a-z]/g, ''))) return MASK;
  if (typeof value === 'string') return (SHOWN.get(key) ?? outline)(value);
  // Four small numbers, or one large one, may be an address.
  if (typeof value === 'number') return SHOWN.has(key) ? value : MASK;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [maskName(name), part]));
}

function maskName(name: string): string {
  return NAME.test(name) && isHarmless(name) ? name : MASK;
}
