import fc from 'fast-check';
import { KEY } from '../open-test-app.ts';
import { bytes, token, visible } from './odd-text.ts';
import { CALLER_IP, CANARY, type Header } from './parts.ts';

const NAMES = [
  'Accept',
  'Accept-Charset',
  'Accept-Language',
  'Authorization',
  'Connection',
  'Content-Encoding',
  'Content-Type',
  'Expect',
  'Host',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'Keep-Alive',
  'Origin',
  'Proxy-Connection',
  'Range',
  'TE',
  'Trailer',
  'Upgrade',
  'X-Forwarded-For',
  'X-Forwarded-Proto',
  'X-Http-Method-Override',
  'X-Internal-Api-Key',
  '__proto__',
  'constructor',
];
const VALUES = [
  '',
  '*',
  '*/*',
  ',',
  ';;;',
  '"',
  'W/"',
  'text/csv',
  'image/svg+xml, text/csv;q=0.5',
  'application/json',
  'application/json;q=abc',
  'bytes=0-',
  'close',
  'keep-alive, Upgrade',
  'websocket',
  'h2c',
  '100-continue',
  'tea',
  'gzip',
  'DELETE',
  'Sat, 29 Oct 1994 19:43:31 GMT',
  CALLER_IP,
  CANARY,
  `Bearer ${KEY}`,
  'a, '.repeat(500),
];
/** What says how long a body is stands in a file of its own: one wrong word, and what follows is no request any more. */
export const oddHeader: fc.Arbitrary<Header> = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: token }),
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...VALUES) },
      { weight: 1, arbitrary: visible(60) },
      { weight: 1, arbitrary: bytes(20) },
    ),
  )
  .filter(([name]) => !/^(content-length|transfer-encoding)$/i.test(name));

const CONTENT_TYPES = [
  'application/json',
  'application/json;',
  'application/json; charset=utf-16',
  'application/json, text/plain',
  'application/JSON; boundary="',
  'application/problem+json',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/json',
  'json',
  '/',
  ';',
  '',
  '*/*',
  'application/*',
  '__proto__',
];
export const oddContentType = fc.oneof(
  { weight: 3, arbitrary: fc.constant('application/json') },
  { weight: 3, arbitrary: fc.constantFrom(...CONTENT_TYPES) },
  { weight: 1, arbitrary: visible(30) },
);
