import { METHODS } from 'node:http';
import fc from 'fast-check';
import { uuid } from '../open-test-app.ts';
import { oddBody } from './odd-bodies.ts';
import { oddContentType, oddHeader } from './odd-headers.ts';
import { bytes, token, visible } from './odd-text.ts';
import { anyText, encoded, goodHeaders } from './parts.ts';
import { bytesOf, type RawRequest } from './request.ts';

const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('GET', 'HEAD', 'POST') },
  { weight: 4, arbitrary: fc.constantFrom(...METHODS) },
  { weight: 1, arbitrary: fc.constantFrom('get', 'Post', 'FOO', 'GETT', 'OPTION', 'TRACK', '') },
  { weight: 1, arbitrary: token },
);

const segment = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'posts',
      'views',
      'daily',
      'summary',
      'query',
      'top',
      'trending',
      'stats',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(uuid(1), ':uuid', '{uuid}', '*', '', '.', '..', '%2e%2e'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '%',
      '%zz',
      '%0',
      '%c0%af',
      '%00',
      '%ff',
      '%u0041',
      '%25zz',
      '%F0%9F',
      '%2f',
    ),
  },
  { weight: 2, arbitrary: anyText.chain(encoded) },
  { weight: 1, arbitrary: anyText.map(bytesOf).map((text) => text.replaceAll(/[\r\n]/g, '')) },
  { weight: 1, arbitrary: visible(30) },
  { weight: 1, arbitrary: bytes(10) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9_000 }).map((length) => 'a'.repeat(length)) },
);
const path = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.constant('/api/v1/') },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '/',
          '//',
          '',
          '/api/v1',
          '/API/V1/',
          '/%61pi/v1/',
          '/docs/',
          '*',
          'http://x/',
        ),
      },
    ),
    fc.array(segment, { maxLength: 5 }),
  )
  .map(([start, segments]) => `${start}${segments.join('/')}`);
const search = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    '?',
    '?&&&',
    '?=',
    '?=1',
    '?%',
    '?%=%',
    '?limit',
    '?limit=%zz',
    '?a[b][c]=1',
    '#x',
    '?#',
  ),
  visible(40).map((text) => `?${text}`),
  fc
    .array(fc.tuple(visible(8), visible(8)), { maxLength: 100 })
    .map((pairs) => `?${pairs.map((pair) => pair.join('=')).join('&')}`),
);

/** Requests of which hardly anything is right. */
export const wildRequest: fc.Arbitrary<RawRequest> = fc
  .record({
    method,
    target: fc.oneof(
      { weight: 2, arbitrary: fc.tuple(path, search).map((parts) => parts.join('')) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '/api/v1/posts/views/query',
          '/api/v1/posts/top',
          '/api/v1/stats',
        ),
      },
    ),
    good: goodHeaders(),
    odd: fc.array(oddHeader, { maxLength: 4 }),
    sent: fc.option(
      fc.record({
        body: oddBody,
        contentType: oddContentType,
        chunkBytes: fc.option(fc.integer({ min: 1, max: 5_000 }), { nil: undefined }),
      }),
      { nil: undefined },
    ),
  })
  .map(
    ({ method, target, good, odd, sent }): RawRequest => ({
      method,
      target,
      headers: [
        ...good,
        ...odd,
        ...(sent === undefined ? [] : [['Content-Type', sent.contentType] as const]),
      ],
      body: sent?.body,
      chunkBytes: sent?.chunkBytes,
    }),
  );
