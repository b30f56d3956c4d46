import fc from 'fast-check';
import { addDays } from '../../src/utc-days.ts';
import { uuid } from '../open-test-app.ts';
import {
  anyText,
  encoded,
  goodHeaders,
  noDay,
  noNumber,
  noUuid,
  type Query,
  queryString,
  range,
} from './parts.ts';
import type { RawRequest } from './request.ts';

/** Requests with one fault in their path or query, which the answer has to name. */

export const POST = `/api/v1/posts/${uuid(1)}/views`;
export const TOP = '/api/v1/posts/top';
export const TRENDING = '/api/v1/posts/trending';

/** One fault in the query. */
interface Fault {
  readonly path: string;
  readonly query: Query;
  readonly field: string;
}

const NUMBERS = [
  { path: `${POST}/daily`, name: 'days', min: 1, max: 366 },
  { path: TOP, name: 'limit', min: 1, max: 100 },
  { path: TOP, name: 'offset', min: 0, max: 1_000 },
  { path: TRENDING, name: 'limit', min: 1, max: 100 },
  { path: TRENDING, name: 'min_views', min: 1, max: 1_000_000 },
] as const;
const badNumber = fc
  .constantFrom(...NUMBERS)
  .chain(({ path, name, min, max }) =>
    noNumber(min, max).map((value): Fault => ({ path, query: [[name, value]], field: name })),
  );

const PERIODS = [`${POST}/summary`, TOP, TRENDING];
const badPeriod = fc.record({
  path: fc.constantFrom(...PERIODS),
  query: fc
    .oneof(fc.constantFrom('1d', '7D', '7d ', '365d', ''), anyText)
    .map((value): Query => [['period', value]]),
  field: fc.constant('period'),
});

const RANGES = [POST, `${POST}/daily`, TOP];
const badDays = fc
  .tuple(
    fc.constantFrom(...RANGES),
    fc.oneof(
      fc.tuple(fc.constantFrom('from', 'to'), noDay).map(([name, day]) => ({
        query: [[name, day]] as Query,
        field: name,
      })),
      range.map(({ from }) => ({ query: [['from', from]] as Query, field: 'to' })),
      range.map(({ to }) => ({ query: [['to', to]] as Query, field: 'from' })),
      range.map(({ from, to }) => ({
        query: [
          ['from', addDays(to, 1)],
          ['to', from],
        ] as Query,
        // Unless that day is yet to come, it is the wrong way round.
        field: 'from',
      })),
      fc.integer({ min: 366, max: 9_000 }).map((days) => ({
        query: [
          ['from', addDays('2026-11-24', -days)],
          ['to', '2026-11-24'],
        ] as Query,
        field: 'from',
      })),
      fc.integer({ min: 1, max: 9_000 }).map((days) => ({
        query: [
          ['from', '2026-11-24'],
          ['to', addDays('2026-11-24', days)],
        ] as Query,
        field: 'to',
      })),
    ),
  )
  .map(([path, fault]): Fault => ({ path, ...fault }));
const bothKindsOfDays = range.map(
  ({ from, to }): Fault => ({
    path: `${POST}/daily`,
    query: [
      ['days', '7'],
      ['from', from],
      ['to', to],
    ],
    field: 'days',
  }),
);

const PARAMETERS: readonly (readonly [path: string, name: string, value: string])[] = [
  [POST, 'from', '2026-11-01'],
  [`${POST}/daily`, 'days', '7'],
  [`${POST}/summary`, 'period', '7d'],
  [TOP, 'limit', '5'],
  [TOP, 'offset', '5'],
  [TOP, 'period', 'all'],
  [TRENDING, 'min_views', '5'],
];
const repeated = fc.tuple(fc.constantFrom(...PARAMETERS), fc.integer({ min: 2, max: 50 })).map(
  ([[path, name, value], times]): Fault => ({
    path,
    query: Array.from({ length: times }, () => [name, value] as const),
    field: name,
  }),
);

const PATHS = [POST, `${POST}/daily`, `${POST}/summary`, TOP, TRENDING, '/api/v1/stats'];
const KNOWN = /^(from|to|days|period|limit|offset|min_views)$/;
const unknown = fc
  .tuple(
    fc.constantFrom(...PATHS),
    fc.oneof(
      fc.constantFrom(
        '__proto__',
        'constructor',
        'prototype',
        'hasOwnProperty',
        'toString',
        'then',
      ),
      fc.constantFrom('limit[]', 'limit[0]', 'LIMIT', 'from.x', 'a/b', 'days ', '$where', '0'),
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.string({ unit: 'binary', minLength: 1 }),
    ),
    anyText,
  )
  .filter(([, name]) => !KNOWN.test(name))
  .map(([path, name, value]): Fault => ({ path, query: [[name, value]], field: name }));

export const badQuery: fc.Arbitrary<RawRequest> = fc
  .oneof(badNumber, badPeriod, badDays, bothKindsOfDays, repeated, unknown)
  .chain(({ path, query, field }) =>
    fc.tuple(goodHeaders(), queryString(query)).map(
      ([headers, text]): RawRequest => ({
        method: 'GET',
        target: `${path}${text}`,
        headers,
        expected: { status: 400, field },
      }),
    ),
  );

export const badUuid: fc.Arbitrary<RawRequest> = fc
  .tuple(
    noUuid.chain(encoded),
    fc.constantFrom('/views', '/views/daily', '/views/summary'),
    goodHeaders(),
  )
  .filter(([id]) => id.length <= 300)
  .map(
    ([id, rest, headers]): RawRequest => ({
      method: 'GET',
      target: `/api/v1/posts/${id}${rest}`,
      headers,
      expected: { status: 400, field: 'uuid' },
    }),
  );
