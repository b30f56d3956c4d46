import fc from 'fast-check';
import { uuid } from '../open-test-app.ts';
import { goodHeaders, knownPost, noDay, noUuid } from './parts.ts';
import { bytesOf, type RawRequest } from './request.ts';

const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, -1, 1e308, Number.MAX_SAFE_INTEGER, '', [], {}, true),
);
const ids = fc.array(knownPost, { minLength: 1, maxLength: 3 });
const faults: fc.Arbitrary<{ readonly body: unknown; readonly field: string }> = fc.oneof(
  anyValue
    .filter((value) => !Array.isArray(value))
    .map((post_uuids) => ({ body: { post_uuids }, field: 'post_uuids' })),
  fc.constantFrom(0, 501, 1_000).map((length) => ({
    body: { post_uuids: Array.from({ length }, () => uuid(1)) },
    field: 'post_uuids',
  })),
  fc.tuple(ids, fc.oneof(noUuid, anyValue)).map(([good, bad]) => ({
    body: { post_uuids: [...good, bad] },
    field: `post_uuids.${good.length}`,
  })),
  fc
    .tuple(
      ids,
      anyValue.filter((value) => value !== 'total' && value !== 'day'),
    )
    .map(([post_uuids, granularity]) => ({
      body: { post_uuids, granularity },
      field: 'granularity',
    })),
  fc.tuple(ids, fc.oneof(noDay, anyValue)).map(([post_uuids, from]) => ({
    body: { post_uuids, from, to: '2026-11-24' },
    field: 'from',
  })),
  fc
    .tuple(ids, fc.string({ minLength: 1 }), anyValue)
    .filter(([, name]) => !/^(post_uuids|from|to|granularity|__proto__|constructor)$/.test(name))
    .map(([post_uuids, name, value]) => ({ body: { post_uuids, [name]: value }, field: name })),
  fc.constantFrom(null, 1, 'text', true, []).map((body) => ({ body, field: 'body' })),
  fc.constant({ body: {}, field: 'post_uuids' }),
  fc.constant({
    body: {
      post_uuids: Array(500).fill(uuid(1)),
      granularity: 'day',
      from: '2026-01-01',
      to: '2026-11-24',
    },
    field: 'post_uuids',
  }),
);
/** Requests with one fault in their body, which the answer has to name. */
export const badBody: fc.Arbitrary<RawRequest> = fc
  .tuple(faults, goodHeaders(['Content-Type', 'application/json']))
  .map(
    ([{ body, field }, headers]): RawRequest => ({
      method: 'POST',
      target: '/api/v1/posts/views/query',
      headers,
      body: bytesOf(JSON.stringify(body)),
      expected: { status: 400, field },
    }),
  );
