import fc from 'fast-check';
import { goodHeaders, type Header, post, type Query, queryString, range } from './parts.ts';
import type { RawRequest } from './request.ts';

const JSON_TYPE = 'application/json';
type Type = typeof JSON_TYPE | 'text/csv' | 'image/svg+xml';

/** Headers `Accept` by what they ask for, where a request can be answered in several ways. */
const ACCEPTS: Readonly<Record<Type, readonly string[]>> = {
  'application/json': [
    JSON_TYPE,
    '*/*',
    'application/*',
    'text/html;q=0.9, application/json',
    'application/json;q=0.9, */*;q=0.1',
    'text/html, image/webp, */*;q=0.8',
  ],
  'text/csv': [
    'text/csv',
    'text/*',
    'application/json;q=0.5, text/csv',
    'TEXT/CSV',
    'text/csv;q=0.001',
  ],
  'image/svg+xml': ['image/svg+xml', 'image/*', 'image/png, image/svg+xml;q=0.2'],
};
/** Tags that no answer has. */
const OTHER_TAGS = ['""', 'W/"x"', '"a", W/"b"', 'W/', '"', ',,,', '', 'W/"', '"*"', '%00', 'é'];

interface Asked {
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  readonly types?: readonly Type[];
}

const number = (name: string, min: number, max: number): fc.Arbitrary<Query> =>
  fc.oneof(
    fc.constant([]),
    fc.integer({ min, max }).map((value): Query => [[name, String(value)]]),
    fc.constantFrom<Query>([[name, String(min)]], [[name, String(max)]], [[name, `00${max}`]]),
  );
const oneOf = (name: string, ...values: string[]): fc.Arbitrary<Query> =>
  fc.constantFrom<Query>([], ...values.map((value): Query => [[name, value]]));
const days: fc.Arbitrary<Query> = range.map(({ from, to }) => [
  ['from', from],
  ['to', to],
]);
const all = (...parts: fc.Arbitrary<Query>[]): fc.Arbitrary<Query> =>
  fc.tuple(...parts).map((queries) => queries.flat());
const maybe = (query: fc.Arbitrary<Query>) => fc.oneof(fc.constant<Query>([]), query);

const LISTS = [JSON_TYPE, 'text/csv'] as const;
const asked: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({ path: post.map((id) => `/posts/${id}/views`), query: maybe(days) }),
  fc.record({
    path: post.map((id) => `/posts/${id}/views/daily`),
    query: fc.oneof(number('days', 1, 366), days),
    types: fc.constant([JSON_TYPE, 'text/csv', 'image/svg+xml'] as const),
  }),
  fc.record({
    path: post.map((id) => `/posts/${id}/views/summary`),
    query: oneOf('period', '7d', '30d', '90d'),
  }),
  fc.record({
    path: fc.constant('/posts/top'),
    query: all(
      number('limit', 1, 100),
      number('offset', 0, 1_000),
      fc.oneof(oneOf('period', 'all', 'today', '7d', '30d'), days),
    ),
    types: fc.constant(LISTS),
  }),
  fc.record({
    path: fc.constant('/posts/trending'),
    query: all(
      oneOf('period', '7d', '30d'),
      number('limit', 1, 100),
      number('min_views', 1, 1_000_000),
    ),
    types: fc.constant(LISTS),
  }),
  fc.record({ path: fc.constant('/stats') }),
  fc.record({ path: fc.constant('/posts/views/query'), body: body() }),
);

function body(): fc.Arbitrary<object> {
  const few = fc.array(post, { minLength: 1, maxLength: 20 });
  const many = fc
    .integer({ min: 400, max: 500 })
    .chain((count) => post.map((id) => Array.from({ length: count }, () => id)));
  const granularity = fc.constantFrom({}, { granularity: 'total' }, { granularity: 'day' });
  const askedDays = fc.oneof(fc.constant({}), range);
  return fc.oneof(
    {
      weight: 30,
      arbitrary: fc
        .tuple(few, askedDays, granularity)
        .map(([post_uuids, ...others]) => Object.assign({ post_uuids }, ...others)),
    },
    { weight: 1, arbitrary: many.map((post_uuids) => ({ post_uuids })) },
  );
}

/** Requests that have to be answered 200, or 304. */
export const validRequest: fc.Arbitrary<RawRequest> = asked.chain(
  ({ path, query = [], body, types = [JSON_TYPE] }) =>
    fc.constantFrom(...types).chain((type) => {
      const accepts = [undefined, ...ACCEPTS[type]].filter(
        (accept) => accept !== undefined || type === JSON_TYPE,
      );
      return fc.constantFrom(...accepts).chain((accept) => {
        const acceptHeader: Header[] = accept === undefined ? [] : [['Accept', accept]];
        return body === undefined
          ? reading(path, query, type, acceptHeader)
          : posting(path, body, acceptHeader);
      });
    }),
);

function reading(path: string, query: Query, type: Type, accept: readonly Header[]) {
  return fc
    .tuple(
      fc.constantFrom('GET', 'GET', 'GET', 'HEAD'),
      queryString(query),
      fc.option(fc.constantFrom(...OTHER_TAGS, '*', '"x", *'), { nil: undefined }),
      goodHeaders(...accept),
    )
    .map(([method, text, tag, headers]): RawRequest => {
      const status = tag?.split(',').some((one) => one.trim() === '*') ? 304 : 200;
      return {
        method,
        target: `/api/v1${path}${text}`,
        headers: tag === undefined ? headers : [...headers, ['If-None-Match', tag]],
        expected: status === 200 ? { status, type } : { status },
      };
    });
}

function posting(path: string, body: unknown, accept: readonly Header[]) {
  const type = fc.constantFrom(
    JSON_TYPE,
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json;charset="UTF-8"',
  );
  return fc
    .tuple(
      type.chain((value) => goodHeaders(['Content-Type', value], ...accept)),
      fc.constantFrom(0, 2),
      fc.option(fc.integer({ min: 1, max: 2_000 }), { nil: undefined, freq: 4 }),
    )
    .map(
      ([headers, indent, chunkBytes]): RawRequest => ({
        method: 'POST',
        target: `/api/v1${path}`,
        headers,
        body: JSON.stringify(body, null, indent),
        chunkBytes,
        expected: { status: 200, type: JSON_TYPE },
      }),
    );
}

/** What anybody may have without a key. */
export const openRequest: fc.Arbitrary<RawRequest> = fc
  .constantFrom(
    { target: '/openapi.json', type: JSON_TYPE },
    { target: '/docs/', type: 'text/html' },
  )
  .map(({ target, type }) => ({
    method: 'GET',
    target,
    headers: [['Host', 'api']],
    expected: { status: 200, type },
  }));
