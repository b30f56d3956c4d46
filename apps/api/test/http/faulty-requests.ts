import fc from 'fast-check';
import { badBody } from './faulty-bodies.ts';
import { badQuery, badUuid, POST, TOP, TRENDING } from './faulty-queries.ts';
import { goodHeaders } from './parts.ts';
import type { RawRequest } from './request.ts';

const NOT_ACCEPTABLE = [
  'image/png',
  'text/html',
  'application/xml',
  'text/csv;q=0',
  ';;;',
  'é',
  'json',
];
const notAcceptable = fc
  .tuple(
    fc.constantFrom(TOP, TRENDING, `${POST}/daily`),
    fc.constantFrom(...NOT_ACCEPTABLE).chain((accept) => goodHeaders(['Accept', accept])),
  )
  .map(
    ([target, headers]): RawRequest => ({
      method: 'GET',
      target,
      headers,
      expected: { status: 406 },
    }),
  );

/** Requests with one fault, which the answer has to name. */
export const faultyRequest: fc.Arbitrary<RawRequest> = fc.oneof(
  { weight: 6, arbitrary: badQuery },
  { weight: 2, arbitrary: badUuid },
  { weight: 3, arbitrary: badBody },
  { weight: 1, arbitrary: notAcceptable },
);
