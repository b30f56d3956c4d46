import fc from 'fast-check';
import { KEY } from '../open-test-app.ts';
import { CANARY, type Header, KEY_HEADER } from './parts.ts';
import type { RawRequest } from './request.ts';
import { validRequest } from './valid-requests.ts';

const wrongKeys: fc.Arbitrary<readonly Header[]> = fc.oneof(
  fc.constant([]),
  fc
    .oneof(
      fc.constantFrom('', KEY.slice(1), `${KEY}x`, KEY.toUpperCase(), `${KEY}, ${KEY}`, `"${KEY}"`),
      fc.string({
        unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      }),
    )
    .filter((key) => key !== KEY && key !== 'k-other')
    .map((key): Header[] => [[KEY_HEADER, key]]),
  fc.constant<Header[]>([
    [KEY_HEADER, KEY],
    [KEY_HEADER, KEY],
  ]),
  fc
    .constantFrom('Authorization', 'X-Api-Key', 'Cookie', 'X_Internal_Api_Key')
    .map((name): Header[] => [[name, KEY]]),
);

/** Requests in which nothing is wrong but the key: it is missing, not one of those, or where it does not belong. */
export const keylessRequest: fc.Arbitrary<RawRequest> = fc
  .tuple(validRequest, wrongKeys)
  .map(([request, keys]) => {
    const others = request.headers.filter(
      ([name]) => name.toLowerCase() !== KEY_HEADER.toLowerCase(),
    );
    return {
      ...request,
      headers: [...others, ...keys, ['X-Mark', CANARY]],
      expected: { status: 401 },
    };
  });
