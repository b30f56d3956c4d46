import { type DatabaseClient, migrate, openDatabase, recordViews } from '@post-views/db';
import {
  createTcpProxy,
  createTestDatabase,
  startProgram,
  type TcpProxy,
} from '@post-views/testing';
import { type ClientOptions, createClient, type PostViewsClient } from '../src/index.ts';

export const KEY = 'k-9e107d9d372bb682';
const DAY_MS = 24 * 60 * 60 * 1000;

export const uuid = (n: number) => `0b6f3a52-9f0c-4f5e-8a55-${n.toString(16).padStart(12, '0')}`;

/** The UTC day, so many days before today. */
export function dayBefore(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}

/** So many views of a post, so many days before today. */
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
  await see(db, seen);
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

async function see(db: DatabaseClient, seen: readonly Seen[]): Promise<void> {
  let views = 0;
  const rows = seen.flatMap(([post, daysBefore, count]) =>
    Array.from({ length: count }, () => ({
      eventId: uuid(1_000_000 + views++),
      postUuid: uuid(post),
      viewedAt: Date.parse(`${dayBefore(daysBefore)}T00:00:00Z`) / 1000,
      userId: null,
      ip: null,
      userAgent: null,
      referer: null,
    })),
  );
  await recordViews(db, rows);
}
