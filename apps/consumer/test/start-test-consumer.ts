import { randomUUIDv7 } from 'node:crypto';
import { migrate, openDatabase } from '@post-views/db';
import { createLog } from '@post-views/service';
import {
  createTestBroker,
  createTestDatabase,
  type LogLine,
  type TestBroker,
  type TestDatabase,
} from '@post-views/testing';
import { onTestFailed } from 'vitest';
import { readConfig } from '../src/config.ts';
import { type Consumer, startConsumer } from '../src/consumer.ts';

export const POST = '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f';

/** Views of one post, now, each with an id of its own. */
export const someEvents = (count: number) =>
  Array.from({ length: count }, () => ({
    post_uuid: POST,
    timestamp: new Date().toISOString(),
    event_id: randomUUIDv7(),
  }));

/** A database with tables and a queue, of which no other test knows. */
export interface TestServers extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly broker: TestBroker;
  /** Raw rows, views by days, views by totals: three numbers that must be the same. */
  readonly counted: () => Promise<number[]>;
}

export async function openTestServers(): Promise<TestServers> {
  const database = await createTestDatabase();
  const db = openDatabase({ url: database.url, connections: 1, connectTimeoutMs: 5_000 });
  await migrate(db, new Date());
  await db.destroy();
  const broker = await createTestBroker();
  return {
    database,
    broker,
    async counted() {
      const [row] = await database.query<Record<string, number | string>>(
        `SELECT (SELECT COUNT(*) FROM post_views) AS a,
           (SELECT COALESCE(SUM(view_count), 0) FROM post_view_aggregates) AS b,
           (SELECT COALESCE(SUM(view_count), 0) FROM post_view_totals) AS c`,
      );
      return Object.values(row ?? {}).map(Number);
    },
    async [Symbol.asyncDispose]() {
      await broker[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

export interface TestConsumer extends AsyncDisposable {
  readonly stop: Consumer['stop'];
  readonly log: readonly LogLine[];
  /** The status and the body of `/ready` or `/live`. */
  readonly health: (
    path: 'ready' | 'live',
  ) => Promise<{ status: number; checks: Record<string, unknown> }>;
  /** The value of a metric, with its labels as `/metrics` writes them: `events_total{result="counted"}`. */
  readonly metric: (name: string) => Promise<number>;
}

/** A consumer in this process, on servers of its own; `env` is added to its environment. */
export async function startTestConsumer(
  servers: TestServers,
  env: Readonly<Record<string, string>> = {},
): Promise<TestConsumer> {
  const log: LogLine[] = [];
  onTestFailed(() => {
    for (const line of log) process.stderr.write(`${JSON.stringify(line)}\n`);
  });
  const config = readConfig({
    DATABASE_URL: servers.database.url,
    AMQP_URL: servers.broker.url,
    AMQP_QUEUE: servers.broker.queue,
    BATCH_MAX_AGE_MS: '20',
    HEALTH_PORT: '0',
    ...env,
  });
  const consumer = await startConsumer(
    config,
    createLog('consumer', 'debug', { write: (line) => log.push(JSON.parse(line) as LogLine) }),
  );
  const stop = once(() => consumer.stop());
  return {
    log,
    stop,
    [Symbol.asyncDispose]: stop,
    async health(path) {
      const response = await fetch(`${consumer.healthUrl}/${path}`);
      const { checks } = (await response.json()) as { checks: Record<string, unknown> };
      return { status: response.status, checks };
    },
    async metric(name) {
      const text = await (await fetch(`${consumer.healthUrl}/metrics`)).text();
      const line = text.split('\n').find((candidate) => candidate.startsWith(`analytics_${name} `));
      return Number(line?.split(' ').at(-1));
    },
  };
}

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= run();
    return result;
  };
}
