import fc from 'fast-check';
import { uuid } from '../open-test-app.ts';
import { bytes } from './odd-text.ts';
import { anyText, CANARY } from './parts.ts';
import { bytesOf } from './request.ts';

const nested = (open: string, close: string, core: string) =>
  fc
    .oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 9_000 }))
    .map((depth) => `${open.repeat(depth)}${core}${close.repeat(depth)}`);
const someJson = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify({ post_uuids: value })),
  fc.constant(JSON.stringify({ post_uuids: [uuid(1)] })),
);
const text = fc.oneof(
  { weight: 3, arbitrary: someJson },
  // Cut off anywhere, or with something in it that does not belong there.
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        someJson,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('', '"', '}', '\0', ',', '\\u', CANARY),
      )
      .map(([text, at, put]) => text.slice(0, Math.floor(text.length * at)) + put),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{"__proto__":{"post_uuids":[]}}',
      '{"post_uuids":[],"__proto__":{"polluted":true}}',
      '{"constructor":{"prototype":{"polluted":true}}}',
      '{"__proto\\u005f_":1}',
      `{"post_uuids":["${uuid(1)}"],"post_uuids":1}`,
      `{"post_uuids":{"length":500}}`,
      '\uFEFF{}',
      '{"post_uuids":[1e999]}',
      '{"a":'.repeat(2_000),
      'NaN',
      '{} {}',
      "{'post_uuids':[]}",
      '',
    ),
  },
  { weight: 1, arbitrary: nested('[', ']', '') },
  { weight: 1, arbitrary: nested('{"post_uuids":', '}', '1') },
  { weight: 1, arbitrary: nested('{"post_uuids":[', ']}', '"x"') },
  { weight: 2, arbitrary: anyText },
);
/** Broken JSON, and JSON that breaks others. */
export const oddBody = fc.oneof(
  { weight: 7, arbitrary: text.map(bytesOf) },
  { weight: 1, arbitrary: bytes(200) },
);
