import { setInterval as every } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics.ts';
import { problem } from '../../src/problem.ts';
import { RawConnection, type Reply } from '../http/connection.ts';
import { checkLog } from '../http/log-rules.ts';
import { KEY, openTestApp, type TestApp, uuid } from '../open-test-app.ts';

const HEAD = `Host: api\r\nX-Internal-Api-Key: ${KEY}\r\n`;
const GET = `GET /api/v1/posts/top HTTP/1.1\r\n${HEAD}`;
const POST = `POST /api/v1/posts/views/query HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\n`;
const BODY = JSON.stringify({ post_uuids: [uuid(1)] });
/** What a second request would be, for whoever takes the end of the first for its beginning. */
const SMUGGLED = `${GET}\r\n`;
/** The most that a request may take, and the look at the clock, and a busy machine. */
const LIMIT_MS = 5_000 + 1_000 + 3_000;
const WAIT = { timeout: 15_000, interval: 50 };
/** Who reads nothing is given twice the time of silence, since until then something may have been on the way. */
const LONG_WAIT = { timeout: 40_000, interval: 100 };

let test: TestApp;
let url: string;
const metrics = createMetrics();

beforeAll(async () => {
  test = await openTestApp({ metrics });
  url = await test.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(() => {
  test.logged = '';
});

/** After whatever was sent, the server has to be as it was: it answers, holds nothing, and has logged nothing but requests. */
async function expectUnharmed(): Promise<void> {
  {
    using connection = await RawConnection.open(url);
    connection.send(`${GET}\r\n`);
    expect(await connection.receive()).toMatchObject({ status: 200 });
  }
  await expect.poll(connections, WAIT).toBe(0);
  checkLog(test.logged);
}

function connections(): Promise<number> {
  return new Promise((resolve, reject) => {
    test.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

/** @returns the status; a refusal is always a problem */
function statusOf(reply: Reply): number | 'closed' {
  if (reply === 'closed') return reply;
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(problem.parse(JSON.parse(reply.body)).status).toBe(reply.status);
  return reply.status;
}

/** How many such answers the parser has given. */
async function rejected(status: number): Promise<number> {
  const text = await metrics.registry.metrics();
  const line = new RegExp(`^analytics_rejected_requests_total{status="${status}"} (.*)$`, 'm');
  return Number(text.match(line)?.[1]);
}

const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

describe('what is not a request', () => {
  it.each([
    [400, 'GET / HTTP/9\r\n\r\n'],
    [417, `${GET}Expect: a cake\r\n\r\n`],
    [431, `${GET}X: ${'a'.repeat(9_000)}\r\n\r\n`],
  ])('is counted by its status, %s', async (status, bytes) => {
    const before = await rejected(status);
    using connection = await RawConnection.open(url);
    connection.send(bytes);
    expect(statusOf(await connection.receive())).toBe(status);
    expect(await rejected(status)).toBe(before + 1);
  });

  it.each<[what: string, bytes: string, status: number | 'closed']>([
    ['a TLS handshake', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', 400],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['HTTP/0.9, which has no headers', 'GET /api/v1/posts/top\r\n\r\n', 401],
    ['zeros', '\0'.repeat(1_000), 400],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 400],
    ['half a line', 'GE\r\n\r\n', 400],
    ['a tunnel', `CONNECT elsewhere.example:443 HTTP/1.1\r\n${HEAD}\r\n`, 'closed'],
    ['no header Host', `GET /api/v1/stats HTTP/1.1\r\nConnection: close\r\n\r\n`, 400],
    ['an Expect that nobody knows', `${GET}Expect: 200-ok\r\n\r\n`, 417],
    ['lines that end with LF', `GET / HTTP/1.1\nHost: a\n\n`, 400],
    ['a zero in a header', `${GET}X: a\0b\r\n\r\n`, 400],
    ['a header over two lines', `${GET}X: a\r\n b\r\n\r\n`, 400],
    ['a blank before a colon', `${GET}X : a\r\n\r\n`, 400],
    ['a header without a name', `${GET}: a\r\n\r\n`, 400],
    ['a header of 9 kB', `${GET}X: ${'a'.repeat(9_000)}\r\n\r\n`, 431],
    ['a path of 9 kB', `GET /${'a'.repeat(9_000)} HTTP/1.1\r\n${HEAD}\r\n`, 431],
    ['3,000 headers', `${GET}${'A: b\r\n'.repeat(3_000)}\r\n`, 431],
    ['a header of a megabyte', `${GET}X: ${'a'.repeat(1_000_000)}`, 431],
  ])('%s is refused', async (_what, bytes, status) => {
    using connection = await RawConnection.open(url);
    connection.send(bytes);
    expect(statusOf(await connection.receive())).toBe(status);
    await connection.closed();
    await expectUnharmed();
  });
});

describe('a body whose length is unclear', () => {
  const length = (...values: (string | number)[]) =>
    values.map((value) => `Content-Length: ${value}\r\n`).join('');

  it.each<[what: string, bytes: string]>([
    ['two lengths', `${POST}${length(BODY.length, 0)}\r\n${BODY}`],
    ['the same length twice', `${POST}${length(BODY.length, BODY.length)}\r\n${BODY}`],
    ['two lengths in one', `${POST}${length(`${BODY.length}, ${BODY.length}`)}\r\n${BODY}`],
    ['a negative one', `${POST}${length(-1)}\r\n${BODY}`],
    ['one with a sign', `${POST}${length(`+${BODY.length}`)}\r\n${BODY}`],
    ['a hexadecimal one', `${POST}${length('0x10')}\r\n${BODY}`],
    ['one of 40 digits', `${POST}${length('9'.repeat(40))}\r\n${BODY}`],
    [
      'a length and chunks',
      `${POST}${length(4)}Transfer-Encoding: chunked\r\n\r\n${chunk(BODY)}0\r\n\r\n`,
    ],
    [
      'chunks and a length',
      `${POST}Transfer-Encoding: chunked\r\n${length(4)}\r\n${chunk(BODY)}0\r\n\r\n`,
    ],
    [
      'a coding that nobody knows',
      `${POST}Transfer-Encoding: xchunked\r\n\r\n${chunk(BODY)}0\r\n\r\n`,
    ],
    [
      'chunks that are not last',
      `${POST}Transfer-Encoding: chunked, gzip\r\n\r\n${chunk(BODY)}0\r\n\r\n`,
    ],
    ['a chunk of no size', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n${BODY}\r\n0\r\n\r\n`],
    [
      'a chunk of a negative size',
      `${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n${BODY}\r\n0\r\n\r\n`,
    ],
    [
      'a chunk that is longer than it says',
      `${POST}Transfer-Encoding: chunked\r\n\r\n2\r\n${BODY}\r\n0\r\n\r\n`,
    ],
    [
      'a chunk with 20 kB about it',
      `${POST}Transfer-Encoding: chunked\r\n\r\n2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    ],
  ])('%s: is refused, and what follows is no request', async (_what, bytes) => {
    using connection = await RawConnection.open(url);
    connection.send(`${bytes}${SMUGGLED}`);
    expect(statusOf(await connection.receive())).toBeOneOf([400, 413]);
    await connection.closed();
    expect(connection.rest).toBe('');
    await expectUnharmed();
  });

  it('is no matter where it is clear: requests that come at once are answered in order', async () => {
    using connection = await RawConnection.open(url);
    const limits = Array.from({ length: 50 }, (_, index) => index + 1);
    for (const limit of limits) {
      connection.send(`GET /api/v1/posts/top?limit=${limit} HTTP/1.1\r\n${HEAD}\r\n`);
      connection.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunk(BODY)}0\r\n\r\n`);
    }
    for (const limit of limits) {
      const listed = await connection.receive();
      expect(listed).toMatchObject({
        status: 200,
        body: expect.stringContaining(`"limit":${limit},`),
      });
      expect(await connection.receive()).toMatchObject({ status: 200 });
    }
    connection[Symbol.dispose]();
    await expectUnharmed();
  });
});

describe('a body that is too large', () => {
  const large = `${chunk('x'.repeat(60_000))}${chunk('x'.repeat(60_000))}0\r\n\r\n`;
  const nested = `${'['.repeat(32_000)}${']'.repeat(32_000)}`;

  it.each<[what: string, bytes: string, status: number]>([
    ['by its length', `${POST}Content-Length: 1000000\r\n\r\n`, 413],
    ['in chunks', `${POST}Transfer-Encoding: chunked\r\n\r\n${large}`, 413],
    [
      'where nothing takes one',
      `DELETE /api/v1/stats HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nContent-Length: 70000\r\n\r\n`,
      413,
    ],
    [
      'without a key',
      `POST /api/v1/posts/views/query HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n`,
      401,
    ],
    ['but for depth', `${POST}Content-Length: ${nested.length}\r\n\r\n${nested}`, 400],
  ])('%s is refused', async (_what, bytes, status) => {
    using connection = await RawConnection.open(url);
    connection.send(bytes);
    expect(statusOf(await connection.receive())).toBe(status);
    connection[Symbol.dispose]();
    await expectUnharmed();
  });
});

describe('who takes their time', () => {
  /** Sends a byte now and then, as long as it may; resolves with what is answered, and when. */
  async function dawdle(
    first: string,
    then: string,
  ): Promise<[status: number | 'closed', ms: number]> {
    using connection = await RawConnection.open(url);
    const started = performance.now();
    connection.send(first);
    void (async () => {
      const left = then[Symbol.iterator]();
      for await (const _tick of every(200)) {
        const { value: byte } = left.next();
        if (byte === undefined || !connection.open) return;
        connection.send(byte);
      }
    })();
    const status = statusOf(await connection.receive());
    await connection.closed();
    return [status, performance.now() - started];
  }

  it('is given up, while others are answered', async () => {
    const slow = [
      dawdle(`${GET}X: `, 'a'.repeat(1_000)),
      dawdle('G', ''),
      dawdle(`${POST}Content-Length: 1000\r\n\r\n`, 'x'.repeat(1_000)),
      dawdle(`${POST}Content-Length: 1000\r\n\r\n{`, ''),
      dawdle(`${POST}Transfer-Encoding: chunked\r\n\r\n`, chunk('x').repeat(1_000)),
      ...Array.from({ length: 100 }, () => dawdle('GET /api/v1/stats HTTP/1.1\r\nX: ', '')),
    ];
    await expect.poll(connections, WAIT).toBe(slow.length);
    expect(await test.get('/posts/top')).toMatchObject({ status: 200 });
    using silent = await RawConnection.open(url);
    using deaf = await RawConnection.open(url);
    deaf.pause();
    for (let asked = 0; asked < 3_000; asked++) {
      deaf.send(`GET /api/v1/posts/${uuid(1)}/views/daily?days=366 HTTP/1.1\r\n${HEAD}\r\n`);
    }
    for (const [status, ms] of await Promise.all(slow)) {
      expect(status).toBe(408);
      expect(ms).toBeLessThan(LIMIT_MS);
    }
    // The silent one as well, maybe.
    expect(await rejected(408)).toBeGreaterThanOrEqual(slow.length);
    await expect.poll(connections, LONG_WAIT).toBe(0);
    expect(silent.open).toBe(false);
    await expectUnharmed();
  });
});

it('who goes away in the middle leaves nothing behind', async () => {
  const beginnings = [
    '',
    'GET ',
    GET,
    POST,
    `${POST}Content-Length: 100\r\n\r\n{"post`,
    `${GET}\r\n`,
  ];
  for (const beginning of beginnings.flatMap((one) => Array(20).fill(one) as string[])) {
    using connection = await RawConnection.open(url);
    connection.send(beginning);
  }
  for (const beginning of beginnings) {
    using connection = await RawConnection.open(url);
    connection.send(beginning);
    await expect.poll(connections, WAIT).toBe(1);
    connection.reset();
    await expect.poll(connections, WAIT).toBe(0);
  }
  await expectUnharmed();
});
