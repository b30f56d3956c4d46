import fc from 'fast-check';
import { addDays } from '../../src/utc-days.ts';
import { KEY, uuid } from '../open-test-app.ts';
import { bytesOf, type RawRequest } from './request.ts';

/** What generated requests are made of. */

export const TODAY = '2026-11-24';
/** Must come back in no answer, and stand in no log. */
export const CANARY = 'canary5b1f';
export const CALLER_IP = '203.0.113.77';
export const KEY_HEADER = 'X-Internal-Api-Key';

export type Header = RawRequest['headers'][number];
/** Names and values as they are meant, not encoded yet. */
export type Query = readonly (readonly [name: string, value: string])[];

const inAnyCase = (text: string) =>
  fc.constantFrom(text, text, text.toUpperCase(), text.slice(0, 9).toUpperCase() + text.slice(9));

export const knownPost = fc.integer({ min: 1, max: 40 }).map(uuid);
/** Of posts that somebody has seen, and of others. */
export const post = fc.oneof(knownPost, fc.uuid()).chain(inAnyCase);

/** At most 366 days up to today. */
export const range = fc
  .record({
    ago: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 9_000 })),
    days: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 366 })),
  })
  .map(({ ago, days }) => {
    const to = addDays(TODAY, -ago);
    return { from: addDays(to, 1 - days), to };
  });

export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\uFEFF1',
    '٣',
    '𝟙𝟚',
    'é́',
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
    "' OR 1=1 -- ",
    '"; DROP TABLE post_view_totals; --',
    '../../etc/passwd',
    '<script>alert(1)</script>',
    'toString',
    '__proto__',
    'constructor',
    '%',
    '%00',
    '\r\nSet-Cookie: a=b',
    'a'.repeat(2_000),
    CANARY,
  ),
);

/** Text that is no whole number from `min` to `max`. */
export function noNumber(min: number, max: number): fc.Arbitrary<string> {
  return fc
    .oneof(
      fc.constantFrom(
        '-1',
        '-0',
        '+1',
        '1.0',
        '1.5',
        '1e2',
        '0x10',
        'NaN',
        'Infinity',
        '-Infinity',
      ),
      fc.constantFrom('١', '1 ', ' 1', '1_0', '1,0', '1n', String(max + 1), '9'.repeat(400)),
      fc.bigInt({ min: BigInt(max) + 1n, max: 2n ** 80n }).map(String),
      fc.bigInt({ min: -(2n ** 80n), max: BigInt(min) - 1n }).map(String),
      fc.double().map(String),
      anyText,
    )
    .filter((text) => !/^\d+$/.test(text) || Number(text) < min || Number(text) > max);
}

/** Text that is no day of this century up to today. */
export const noDay = fc.oneof(
  fc.constantFrom('2026-02-30', '2025-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20261124'),
  fc.constantFrom(
    '1999-12-31',
    '0000-01-01',
    '+02026-01-01',
    '-000001-01-01',
    '2026-11-24T00:00:00Z',
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.integer().map(String),
  anyText,
);

export const noUuid = fc.oneof(
  fc.uuid().map((text) => text.slice(1)),
  fc.uuid().map((text) => `${text}0`),
  fc.uuid().map((text) => text.replaceAll('-', '')),
  fc.uuid().map((text) => `{${text}}`),
  fc.uuid().map((text) => text.replace(/[0-9a-f]$/, 'g')),
  fc.integer().map(String),
  // What would be another path, or is longer than any part of a path may be.
  anyText.filter(
    (text) => text !== '' && text.length <= 100 && !/^(top|trending|stats|views)$/.test(text),
  ),
);

/** A query string; each byte may be written in percent. */
export function queryString(query: Query): fc.Arbitrary<string> {
  const written = query.map(([name, value]) => fc.tuple(encoded(name), encoded(value)));
  return fc
    .tuple(...written)
    .map((pairs) => (pairs.length > 0 ? `?${pairs.map((pair) => pair.join('=')).join('&')}` : ''));
}

export function encoded(text: string): fc.Arbitrary<string> {
  const needed = encodeURIComponent(text);
  return fc.constantFrom(needed, needed, needed, inPercent(text));
}

function inPercent(text: string): string {
  return Buffer.from(text)
    .toString('hex')
    .replaceAll(/../g, (byte) => `%${byte}`);
}

/** The headers of a request in which nothing is wrong. */
export function goodHeaders(...more: readonly Header[]): fc.Arbitrary<readonly Header[]> {
  return fc
    .tuple(
      fc.constantFrom(KEY, KEY, KEY, 'k-other'),
      fc.constantFrom(KEY_HEADER, KEY_HEADER.toLowerCase(), KEY_HEADER.toUpperCase()),
      fc.subarray<Header>(HARMLESS),
    )
    .map(([key, name, harmless]) => [['Host', 'api'], [name, key], ...harmless, ...more]);
}

/** What proxies and browsers add. */
const HARMLESS: Header[] = [
  ['User-Agent', `${CANARY}/1.0`],
  ['Cookie', `session=${CANARY}`],
  ['Referer', `http://elsewhere.example/${CANARY}`],
  ['X-Forwarded-For', CALLER_IP],
  ['Forwarded', `for=${CALLER_IP}`],
  ['X-Request-Id', CANARY],
  ['Origin', 'http://elsewhere.example'],
  ['Accept-Encoding', 'gzip, br'],
  ['X-Odd', bytesOf('é𝟙')],
  ['X-Empty', ''],
];
