import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS, postViewSchema, readViewEvent } from '../../src/index.ts';
import { eventJsonSchema } from '../../src/specifications/json-schema.ts';

const document = eventJsonSchema();
const POST = '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f';
const minimal = { post_uuid: POST, timestamp: '2026-11-24 12:00:00' };
/** Of each property; 100,000 were run once, and found no more. */
const RUNS = 3_000;

/** By three judges: zod, and JSON Schema with formats looked at and left alone, as validators differ in that. */
const withFormats = formats.default(new Ajv2020()).compile(document);
const withoutFormats = new Ajv2020({ validateFormats: false }).compile(document);
const judges: Record<string, (event: unknown) => boolean> = {
  zod: (event) => postViewSchema.safeParse(event).success,
  'JSON Schema with formats': withFormats,
  'JSON Schema without formats': withoutFormats,
};

/** Anything that somebody may have sent as the value of a field, what is good for another field above all. */
function anyValueOf(...good: fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.oneof(...good) },
    { weight: 1, arbitrary: fc.oneof(fc.jsonValue(), fc.double(), fc.constant(undefined)) },
  );
}

/** What each pattern of the schema describes, in all its forms. */
const patterns = [...JSON.stringify(document, null, 2).matchAll(/"pattern": (".*")/g)].map(
  ([, json = '""']) => new RegExp(JSON.parse(json)),
);
const fromPatterns = fc.oneof(
  ...patterns.map((pattern) => fc.stringMatching(pattern, { size: 'small' })),
);
/** Good text with one character more, less or other. */
const bent = fc
  .tuple(
    fromPatterns,
    fc.nat(60),
    fc.constantFrom('', '0', '9', ' ', ':', '.', '-', 'T', 'z', '\n'),
  )
  .map(([good, at, other]) => good.slice(0, at) + other + good.slice(at + 1));
const instant = fc
  .date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('9999-12-31') })
  .map((date) => date.toISOString());
const moment = anyValueOf(
  instant,
  instant.map((iso) => iso.slice(0, 19).replace('T', ' ')),
  fc.double({ min: 0, max: 253402300799, noNaN: true }),
  fc.nat(2_000_000_000),
  fromPatterns,
  bent,
);
const userId = anyValueOf(
  fc.maxSafeNat(),
  fc.bigInt({ min: 0n, max: 2n ** 64n + 10n }).map(String),
  fc.bigInt({ min: 2n ** 64n - 10n, max: 2n ** 64n + 10n }).map(String),
  bent,
);
const ip = anyValueOf(fc.ipV4(), fc.ipV6(), fromPatterns, bent);
const long = (limit: number) =>
  anyValueOf(
    fc.webUrl(),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.integer({ min: limit - 2, max: limit + 2 }).map((length) => '😀'.repeat(length)),
    fc.integer({ min: limit - 2, max: limit + 2 }).map((length) => 'x'.repeat(length)),
  );
const uuid = anyValueOf(fc.uuid(), fromPatterns, bent);

const events = fc.record(
  {
    post_uuid: fc.oneof({ weight: 9, arbitrary: fc.constant(POST) }, uuid),
    timestamp: fc.oneof({ weight: 3, arbitrary: fc.constant(minimal.timestamp) }, moment),
    user_id: userId,
    ip,
    user_agent: long(LIMITS.userAgentCharacters),
    referer: long(LIMITS.refererCharacters),
    event_id: uuid,
    more: fc.jsonValue(),
  },
  { requiredKeys: ['post_uuid'] },
);

describe.each(Object.entries(judges))('what %s takes', { timeout: 60_000 }, (name, takes) => {
  it('is counted unmended, whatever is sent; and what is rejected is not taken', () => {
    let taken = 0;
    const check = (event: unknown) => {
      if (!takes(event)) return;
      taken += 1;
      expect(readViewEvent(event), JSON.stringify(event)).toMatchObject({ mended: [] });
    };
    fc.assert(fc.property(events, check), { numRuns: RUNS });
    fc.assert(fc.property(fc.jsonValue(), check), { numRuns: RUNS });
    for (const [field, values] of Object.entries({
      timestamp: moment,
      user_id: userId,
      ip,
      event_id: uuid,
    })) {
      const property = fc.property(values, (value) => check({ ...minimal, [field]: value }));
      fc.assert(property, { numRuns: RUNS });
    }
    // Both happen, or nothing was found out.
    expect(taken, name).toBeGreaterThan(RUNS);
  });

  it.each([
    minimal,
    { ...minimal, timestamp: 1_764_000_000 },
    { ...minimal, timestamp: 1_764_000_000.5 },
    { ...minimal, timestamp: '2026-11-24T12:00:00.123456+05:30' },
    { ...minimal, timestamp: '2028-02-29T23:59:59Z' },
    { ...minimal, user_id: 0 },
    { ...minimal, user_id: '18446744073709551615' },
    { ...minimal, user_id: null, ip: null, user_agent: null, referer: null, event_id: null },
    { ...minimal, ip: '2001:db8::1' },
    { ...minimal, ip: '::ffff:203.0.113.9' },
    { ...minimal, user_agent: '😀'.repeat(LIMITS.userAgentCharacters) },
    { ...minimal, event_id: POST.toUpperCase(), unknown: [] },
  ])('has %j among it', (event) => {
    expect(takes(event)).toBe(true);
  });

  it.each([
    null,
    [],
    {},
    { ...minimal, post_uuid: '17' },
    { ...minimal, timestamp: '2026-11-24T12:00:00' },
    { ...minimal, timestamp: '2026-02-29 12:00:00' },
    { ...minimal, timestamp: '1969-12-31T23:59:59Z' },
    { ...minimal, timestamp: 1_764_000_000_000 },
    { ...minimal, timestamp: null },
    { ...minimal, user_id: -1 },
    { ...minimal, user_id: '18446744073709551616' },
    { ...minimal, user_id: 2 ** 53 },
    { ...minimal, ip: '999.1.1.1' },
    { ...minimal, ip: '::1]/[' },
    { ...minimal, user_agent: '😀'.repeat(LIMITS.userAgentCharacters + 1) },
    { ...minimal, referer: 'x'.repeat(LIMITS.refererCharacters + 1) },
    { ...minimal, event_id: 'order-17' },
  ])('has %j not', (event) => {
    expect(takes(event)).toBe(false);
  });
});

describe('a field that is wrong', () => {
  const TIMESTAMP =
    'must be ISO 8601 with an offset, YYYY-MM-DD HH:MM:SS (UTC) or Unix seconds, of 1970 or later';
  const USER_ID = 'must be a whole number from 0 to 2^64-1; beyond 2^53 as a string of its digits';

  it.each([
    ['post_uuid', 17, 'must be a UUID'],
    ['post_uuid', undefined, 'must be a UUID'],
    ['timestamp', 'soon', TIMESTAMP],
    ['timestamp', 1_764_000_000_000, TIMESTAMP],
    ['timestamp', null, TIMESTAMP],
    ['user_id', 1.5, USER_ID],
    ['user_id', 2 ** 53, USER_ID],
    ['user_id', -1, USER_ID],
    ['user_id', 'alice', USER_ID],
    ['ip', 'here', 'must be an IPv4 or IPv6 address'],
    ['user_agent', 1, 'must be text of at most 1024 characters'],
    ['referer', 'x'.repeat(501), 'must be text of at most 500 characters'],
    ['event_id', 'order-17', 'must be a UUID'],
  ])('is named, with what it must be: %s %j', (field, value, message) => {
    const { error } = postViewSchema.safeParse({ ...minimal, [field]: value });
    expect(error?.issues).toMatchObject([{ path: [field], message }]);
  });
});
