import { randomUUIDv7 } from 'node:crypto';
import { migrateAt } from '@post-views/db';
import {
  countViews,
  createTestBroker,
  createTestDatabase,
  type LogLine,
  logTo,
  readMetric,
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
  /** See {@link countViews}. */
  readonly counted: () => Promise<number[]>;
}

export async function openTestServers(): Promise<TestServers> {
  const database = await createTestDatabase();
  await migrateAt(database.url);
  const broker = await createTestBroker();
  return {
    database,
    broker,
    counted: () => countViews(database),
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
  const consumer = await startConsumer(config, logTo(log));
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
    metric: (name) => readMetric(consumer.healthUrl, `analytics_${name}`),
  };
}

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= run();
    return result;
  };
}
