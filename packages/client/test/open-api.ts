import { migrate, openDatabase, recordViews } from '@post-views/db';
import {
  createTcpProxy,
  createTestDatabase,
  startProgram,
  type TcpProxy,
  testUuid,
  testViews,
} from '@post-views/testing';
import { type ClientOptions, createClient, type PostViewsClient } from '../src/index.ts';

export const KEY = 'k-9e107d9d372bb682';
const DAY_MS = 24 * 60 * 60 * 1000;

/** The UTC day that number of days before today. */
export function dayBefore(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}

/** The number of views of a post, that number of days before today. */
export type Seen = readonly [post: number, daysBefore: number, count: number];

/** The API as a process of its own, and a client of it. */
export interface RunningApi extends AsyncDisposable {
  readonly views: PostViewsClient;
  readonly url: string;
  /** Between the API and its database. */
  readonly proxy: TcpProxy;
  /** Another client. */
  client(options: Partial<ClientOptions>): PostViewsClient;
}

/** Starts the API on a database in which there are some views. */
export async function openApi(...seen: readonly Seen[]): Promise<RunningApi> {
  await using opening = new AsyncDisposableStack();
  const database = opening.use(await createTestDatabase());
  const proxy = opening.use(await createTcpProxy(database.url));
  const db = openDatabase({ url: database.url, connections: 1, connectTimeoutMs: 5_000 });
  await migrate(db, new Date());
  const views = seen.flatMap(([post, daysBefore, count]) =>
    testViews(count, {
      postUuid: testUuid(post),
      viewedAt: Date.parse(dayBefore(daysBefore)) / 1000,
    }),
  );
  await recordViews(db, views);
  await db.destroy();
  const api = startProgram('apps/api/src/main.ts', {
    DATABASE_URL: proxy.url,
    HOST: '127.0.0.1',
    PORT: '0',
    HEALTH_PORT: '0',
    INTERNAL_API_KEYS: `client:${KEY}`,
  });
  opening.defer(async () => {
    await api.end('SIGTERM');
  });
  const { url } = await api.logged('started');
  const client = (options: Partial<ClientOptions>) =>
    createClient({ baseUrl: String(url), apiKey: KEY, timeoutMs: 10_000, ...options });
  const opened = opening.move();
  return {
    views: client({}),
    url: String(url),
    proxy,
    client,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
