import { testSeed } from '@post-views/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics.ts';
import { faultyRequest } from '../http/faulty-requests.ts';
import { keylessRequest } from '../http/keyless-requests.ts';
import { checkLog } from '../http/log-rules.ts';
import { createOpenApiChecker, type OpenApiChecker } from '../http/openapi-checker.ts';
import { TODAY } from '../http/parts.ts';
import type { RawRequest } from '../http/request.ts';
import { checkReply } from '../http/rules.ts';
import { Connections } from '../http/send-all.ts';
import { openRequest, validRequest } from '../http/valid-requests.ts';
import { wildRequest } from '../http/wild-requests.ts';
import { openTestApp, type TestApp } from '../open-test-app.ts';

const REQUESTS = 50_000;
/** So many batches at a time, until there were enough requests. */
const BATCHES = 100;
const BATCH = { minLength: 1, maxLength: 128, size: 'max' } as const;
const CONNECTIONS = 16;
/** Answers that the database had to be asked for, at the least. */
const READINGS = 5_000;
/** More than a reading is fresh for. */
const STEP_MS = 1_500;
/** So that a machine that is busy with other things does not make a 503 of it. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** After that a failure is told as it is, and not made any smaller; and the next batches have another seed. */
const SHRINK_MS = 90_000;
const TIMEOUT_MS = 400_000;
/** Each of these has come about. */
const STATUSES = [200, 304, 400, 401, 404, 406, 413, 415, 431];

let test: TestApp;
let url: string;
let document: OpenApiChecker;
const metrics = createMetrics();

beforeAll(async () => {
  test = await openTestApp({ metrics, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  for (const day of [TODAY, '2026-11-23', '2026-11-10', '2026-10-20', '2025-06-01']) {
    await test.see(
      ...Array.from({ length: 40 }, (_, post) => [post + 1, day, 1 + (post % 3)] as const),
    );
  }
  url = await test.app.listen({ host: '127.0.0.1', port: 0 });
  document = createOpenApiChecker(await (await fetch(`${url}/openapi.json`)).text());
});
afterAll(() => test[Symbol.asyncDispose]());

const anyRequest: fc.Arbitrary<RawRequest> = fc.oneof(
  { weight: 50, arbitrary: validRequest },
  { weight: 1, arbitrary: openRequest },
  { weight: 22, arbitrary: faultyRequest },
  { weight: 7, arbitrary: keylessRequest },
  { weight: 20, arbitrary: wildRequest },
);

it(
  'any request is answered as the document says, or with a problem, and nothing is told that is nobody’s business',
  async () => {
    const counts = { requests: 0, valid: 0 };
    const statuses = new Set<number>();
    using connections = new Connections(url, CONNECTIONS);
    let now = Date.parse(`${TODAY}T00:00:00Z`);

    const answersProperly = fc.asyncProperty(fc.array(anyRequest, BATCH), async (batch) => {
      now += STEP_MS;
      test.now = new Date(now);
      test.logged = '';
      await connections.sendAll(batch, (request, reply) => {
        counts.requests += 1;
        if (reply !== 'closed') statuses.add(reply.status);
        if (request.expected?.status === 200) counts.valid += 1;
        checkReply(request, reply, document);
      });
      checkLog(test.logged);
    });
    for (let seed = testSeed(); counts.requests < REQUESTS; seed++) {
      await fc.assert(answersProperly, {
        numRuns: BATCHES,
        seed,
        interruptAfterTimeLimit: SHRINK_MS,
      });
    }

    expect(counts.requests).toBeGreaterThanOrEqual(REQUESTS);
    expect(counts.valid).toBeGreaterThan(REQUESTS / 4);
    expect([...statuses]).toEqual(expect.arrayContaining(STATUSES));
    expect(await readings()).toBeGreaterThan(READINGS);
  },
  TIMEOUT_MS,
);

async function readings(): Promise<number> {
  const text = await metrics.registry.metrics();
  return Number(/analytics_reads_total\{outcome="loaded"\} (\d+)/.exec(text)?.[1]);
}
