import { type DatabaseClient, migrate, openDatabase, recordViews } from '@post-views/db';
import { createLog } from '@post-views/service';
import {
  createTcpProxy,
  createTestDatabase,
  type TcpProxy,
  type TestDatabase,
  testUuid,
  testViews,
} from '@post-views/testing';
import type { LightMyRequestResponse } from 'fastify';
import { type AppOptions, buildApp } from '../src/app.ts';
import { createMetrics } from '../src/metrics.ts';
import { createReads } from '../src/reads/reads.ts';
import type { App } from '../src/routes/route.ts';

export const KEY = 'k-9e107d9d372bb682';
export const NOW = new Date('2026-11-24T23:59:59.500Z');

export { testUuid as uuid };

/** So many views of a post on a day. */
export type Seen = readonly [post: number, day: string, count: number];

export interface TestApp extends AsyncDisposable {
  readonly app: App;
  readonly db: DatabaseClient;
  readonly database: TestDatabase;
  /** Between the app and its database. */
  readonly proxy: TcpProxy;
  /** What the app takes for now, {@link NOW} at first; it does not go on by itself. */
  now: Date;
  /** All that was logged, as text. */
  logged: string;
  see(...seen: readonly Seen[]): Promise<void>;
  /** Asks for a path under `/api/v1`, with a key unless there are other headers. */
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answered>;
}

export interface Answered {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  /** JSON, or `undefined`. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever was answered
  readonly body: any;
  readonly text: string;
}

export interface TestAppOptions extends Partial<AppOptions> {
  /** Of what the app reads; short, so that tests of what comes of it are. */
  readonly statementTimeoutMs?: number;
}

/** The app as it is, on a database of its own. */
export async function openTestApp({
  statementTimeoutMs = 1_000,
  ...options
}: TestAppOptions = {}): Promise<TestApp> {
  await using opening = new AsyncDisposableStack();
  const database = opening.use(await createTestDatabase());
  const proxy = opening.use(await createTcpProxy(database.url));
  const open = (url: string, limits: { readonly statementTimeoutMs?: number } = {}) => {
    const db = openDatabase({ url, connections: 2, connectTimeoutMs: 1_000, ...limits });
    opening.defer(() => db.destroy());
    return db;
  };
  const db = open(database.url);
  await migrate(db, NOW);
  const write = (line: string) => {
    test.logged += line;
  };
  const reads = createReads({
    db: open(proxy.url, { statementTimeoutMs }),
    slowDb: open(proxy.url, { statementTimeoutMs }),
    healthDb: open(proxy.url, { statementTimeoutMs }),
  });
  opening.defer(() => reads.end());
  const app = await buildApp({
    reads,
    log: createLog('api', 'info', { write }),
    metrics: createMetrics(),
    apiKeys: [
      { name: 'panel', key: KEY },
      { name: 'dashboard', key: 'k-other' },
    ],
    rateLimit: undefined,
    maxInFlight: 256,
    now: () => test.now,
    monotonicMs: () => test.now.getTime(),
    ...options,
  });
  opening.defer(() => app.close());
  const opened = opening.move();
  const test: TestApp = {
    app,
    db,
    database,
    proxy,
    now: NOW,
    logged: '',
    async see(...seen) {
      const rows = seen.flatMap(([post, day, count]) =>
        testViews(count, {
          postUuid: testUuid(post),
          viewedAt: Date.parse(`${day}T12:00:00Z`) / 1000,
        }),
      );
      await recordViews(db, rows);
    },
    async get(path, headers = { 'x-internal-api-key': KEY }) {
      return answered(await app.inject({ url: `/api/v1${path}`, headers }));
    },
    async post(path, body, others = {}) {
      const headers = {
        'x-internal-api-key': KEY,
        'content-type': 'application/json',
        ...others,
      };
      const payload = typeof body === 'string' ? body : JSON.stringify(body);
      return answered(
        await app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload }),
      );
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
  return test;
}

function answered(response: LightMyRequestResponse): Answered {
  const { statusCode: status, headers, body: text } = response;
  const isJson = /json/.test(String(headers['content-type']));
  return { status, headers, body: isJson ? response.json() : undefined, text };
}
