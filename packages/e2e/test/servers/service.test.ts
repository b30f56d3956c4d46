import {
  createTestBroker,
  createTestDatabase,
  type RunningProgram,
  readMetric,
  startProgram,
  type TestBroker,
  type TestDatabase,
} from '@post-views/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkload, type Workload } from '../workload.ts';

const VIEWS = 20_000;
const KEY = 'k-9e107d9d372bb682';
const WAIT = { timeout: 60_000, interval: 10 };

let database: TestDatabase;
let broker: TestBroker;
const programs: RunningProgram[] = [];

function run(script: string, env: Record<string, string> = {}): RunningProgram {
  const program = startProgram(script, {
    DATABASE_URL: database.url,
    HEALTH_PORT: '0',
    LOG_LEVEL: 'info',
    ...env,
  });
  programs.push(program);
  return program;
}

const runConsumer = () =>
  run('apps/consumer/src/main.ts', {
    AMQP_URL: broker.url,
    AMQP_QUEUE: broker.queue,
    BATCH_SIZE: '250',
    PREFETCH: '1000',
  });

beforeAll(async () => {
  database = await createTestDatabase();
  broker = await createTestBroker();
});
afterAll(async () => {
  for (const program of programs) await program[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function stored(): Promise<number> {
  const [row] = await database.query<{ n: number }>('SELECT COUNT(*) AS n FROM post_views');
  return row?.n ?? 0;
}

async function redeliveredTo(consumer: RunningProgram): Promise<number> {
  const { health } = await consumer.logged('started');
  return readMetric(health, 'analytics_redelivered_messages_total');
}

const now = new Date();
const lastThreeDays = [2, 1, 0].map((ago) =>
  new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10),
);

describe('the whole service, as processes', () => {
  const workload: Workload = createWorkload({
    seed: 20261124,
    views: VIEWS,
    posts: 200,
    days: lastThreeDays,
    until: now,
    duplicates: 0.01,
    broken: 0.005,
  });
  const published = workload.messages.map(({ body, messageId }) => ({ body, messageId }));
  let apiUrl: string;

  const get = async (path: string) => {
    const response = await fetch(`${apiUrl}/api/v1${path}`, {
      headers: { 'x-internal-api-key': KEY },
    });
    expect(response.status).toBe(200);
    return ((await response.json()) as { data: unknown }).data;
  };

  it('migrates', async () => {
    expect(await run('packages/db/src/main.ts').ended).toBe(0);
  });

  it('counts every view once while a consumer is killed and replaced', async () => {
    const [first, second, api] = [
      runConsumer(),
      runConsumer(),
      run('apps/api/src/main.ts', { PORT: '0', INTERNAL_API_KEYS: `e2e:${KEY}` }),
    ];
    apiUrl = String((await api.logged('started'))['url']);
    await Promise.all([first.logged('consuming'), second.logged('consuming')]);

    const half = Math.floor(published.length / 2);
    const publish = async (from: number, to: number) => {
      for (const { body, messageId } of published.slice(from, to)) {
        broker.channel.sendToQueue(broker.queue, Buffer.from(body), {
          persistent: true,
          ...(messageId !== undefined && { messageId }),
        });
      }
      await broker.channel.waitForConfirms();
    };
    const publishing = publish(0, half);
    await expect.poll(stored, WAIT).toBeGreaterThan(VIEWS / 5);
    expect(await first.end('SIGKILL')).toBe('SIGKILL');
    await publishing;
    const replacement = runConsumer();
    await publish(half, published.length);

    await expect.poll(stored, WAIT).toBe(VIEWS);
    await expect.poll(() => broker.waiting(broker.queue), WAIT).toBe(0);
    // The kill hit a consumer that had messages in its hands.
    const redelivered = (await redeliveredTo(second)) + (await redeliveredTo(replacement));
    expect(redelivered).toBeGreaterThan(0);
    expect(await Promise.all([second.end('SIGTERM'), replacement.end('SIGTERM')])).toEqual([0, 0]);
    expect(await broker.waiting(broker.queue)).toBe(0);
  });

  it('answers the total and the days of each post as they were published', async () => {
    for (const [post, days] of workload.views) {
      const total = [...days.values()].reduce((sum, count) => sum + count, 0);
      expect(await get(`/posts/${post}/views`)).toEqual({ post_uuid: post, views: total });
      const daily = (await get(`/posts/${post}/views/daily`)) as { date: string; views: number }[];
      const seen = daily.filter(({ views }) => views > 0).map(({ date, views }) => [date, views]);
      expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(days));
    }
  });

  it('answers the top list as it was published', async () => {
    const expected = [...workload.views]
      .map(([post_uuid, days]) => ({
        post_uuid,
        views: [...days.values()].reduce((sum, count) => sum + count, 0),
      }))
      .sort((a, b) => b.views - a.views || (a.post_uuid < b.post_uuid ? -1 : 1))
      .map((post, index) => ({ rank: index + 1, ...post }));
    expect(await get('/posts/top?limit=100')).toEqual(expected.slice(0, 100));
    expect(await get('/posts/top')).toEqual(expected.slice(0, 10));
  });

  it('has every broken message among the dead letters, with its reason', async () => {
    const letters = await broker.takeAll(`${broker.queue}.dead`);
    // The kill may have sent one twice, but never lost one, and never added a good one.
    const reasons = new Map(
      letters.map(({ content, properties }) => [
        content.toString(),
        properties.headers?.['x-reason'],
      ]),
    );
    expect(reasons).toEqual(workload.broken);
  });
});
