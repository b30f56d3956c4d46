import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningProgram, startProgram } from '@post-views/testing';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { readOptions } from '../../src/options.ts';
import { openStage, type Stage } from '../../src/stage/stage.ts';

const WAIT = { timeout: 50_000, interval: 50 };
const SERVERS = {
  SERVERS: 'given',
  TEST_DATABASE_URL: inject('databaseUrl'),
  TEST_AMQP_URL: inject('amqpUrl'),
};

let folder: string;
let admin: Connection;
let running: RunningProgram | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'post-views-bench-test-'));
  admin = await createConnection(inject('databaseUrl'));
});
afterEach(async () => {
  await running?.[Symbol.asyncDispose]();
});
afterAll(async () => {
  await admin.end();
  await rm(folder, { recursive: true });
});

function startBench(...args: string[]): RunningProgram {
  running = startProgram('packages/bench/src/main.ts', SERVERS, args);
  return running;
}

const SUMMARY = expect.objectContaining({ median: expect.any(Number) });
const SMALL = ['--rows', '5000', '--seconds', '1'];

function oneLine(line: object): object {
  return { lines: { length: 1, 0: line } };
}

/** Databases, and connections to them, that a bench has not removed. */
async function leftBehind(): Promise<unknown> {
  const [databases] = await admin.query("SHOW DATABASES LIKE 'bench\\_%'");
  return [databases, await connectionsLeft()];
}

async function connectionsLeft(): Promise<RowDataPacket[]> {
  const [connections] = await admin.query<RowDataPacket[]>(
    "SELECT ID FROM information_schema.PROCESSLIST WHERE DB LIKE 'bench\\_%'",
  );
  return connections;
}

it('measures every kind of line, and writes what it has found', async () => {
  const file = join(folder, 'compare.json');
  const lines = ['article', 'message, 1 r', 'arrays of 100, 1 r', '2 connections', '1 reader'];
  const bench = startBench(
    '--quick',
    ...['--events', '2000', '--json', file],
    ...lines.flatMap((line) => ['--only', line]),
  );
  expect(await bench.ended, bench.stderr).toBe(0);

  const figures = JSON.parse(await readFile(file, 'utf8'));
  expect(figures).toMatchObject({
    bench: 'compare',
    seed: expect.any(Number),
    command: expect.stringContaining('npx pnpm bench --quick --events 2000'),
    surroundings: {
      commit: expect.anything(),
      node: process.version,
      cpu: expect.any(String),
      cores: expect.any(Number),
      way: 'given',
      database: expect.stringMatching(/^M/),
      broker: expect.stringMatching(/^RabbitMQ/),
      settings: { innodb_flush_log_at_trx_commit: '1' },
      probes: { commitMs: { median: expect.any(Number) } },
    },
    sizes: { events: 2000, rounds: 1 },
    goals: [
      { reached: expect.stringMatching(/×$/) },
      { reached: expect.stringMatching(/%$/) },
      { reached: expect.stringMatching(/%$/) },
      { reached: expect.stringMatching(/s$/) },
    ],
  });
  expect(figures.lines).toMatchObject(
    [
      "the article's consumer",
      'one event a message, 1 replica',
      'arrays of 100, 1 replica',
      'database alone, 2 connections',
      'broker alone, 1 reader',
    ].map((line) => ({
      line,
      eventsPerSecond: SUMMARY,
      cpuPer100k: { node: expect.any(Number) },
      rounds: [{ events: expect.any(Number), seconds: expect.any(Number) }],
    })),
  );
  const table = bench.log.map(({ text }) => text).join('\n');
  expect(table).toContain('events/s ───');
  expect(table).toContain("≥ 40 × the article's consumer");
  expect(await leftBehind()).toEqual([[], []]);
});

/** All on one stage: opening it takes longer than most of them. */
describe('measures in the mode', () => {
  let stage: Stage;

  beforeAll(async () => {
    const { signal } = new AbortController();
    stage = await openStage({ env: SERVERS, quick: true, signal, say: () => undefined });
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    expect(await leftBehind()).toEqual([[], []]);
  });

  it.each([
    [
      'memory',
      ['--events', '2000', '--only', 'arrays'],
      oneLine({ memory: [{ looks: expect.anything() }] }),
    ],
    [
      'posts',
      ['--events', '2000', '--only', 'one post, 1'],
      oneLine({ peakRssBytes: expect.any(Number) }),
    ],
    [
      'tuning',
      ['--events', '2000', '--only', '1000, batch of 250 or 50 ms, 2 writers, 1'],
      oneLine({ line: 'prefetch 1000, batch of 250 or 50 ms, 2 writers, 1 replica' }),
    ],
    [
      'deadlocks',
      ['--events', '8000'],
      oneLine({ events: 8000, transactions: expect.any(Number), lost: 0, twice: 0 }),
    ],
    [
      'letters',
      ['--events', '2000', '--only', '200 letters'],
      oneLine({ commands: { length: 4 } }),
    ],
    [
      'size',
      ['--events', '2000', '--rows', '5000', '--only', '5,000 rows, 1 replica, as'],
      oneLine({}),
    ],
    [
      'latency',
      ['--rate', '200', '--seconds', '1', '--only', '1 replica'],
      // Every 50 ms, for one second.
      oneLine({ rate: 200, most: null, ms: { length: 20 } }),
    ],
    [
      'api',
      [...SMALL, '--rate', '200', '--only', 'daily, while', '--only', 'cold posts'],
      {
        lines: [
          {
            line: 'daily, while ingesting',
            rounds: [{ statuses: { 200: 1000 }, unsent: 0, ms: { p99: expect.any(Number) } }],
            ingested: expect.any(Number),
          },
          { line: '50 cold posts, one batch', rounds: [{ statuses: { 200: 40 } }] },
          { line: '50 cold posts, 50 requests', rounds: [{ statuses: { 200: 2000 } }] },
        ],
        batching: [1, 50].map((requestsPerPage) => ({
          requestsPerPage,
          heat: 'cold',
          lastAnswerMs: { p50: SUMMARY, p95: SUMMARY },
          cpuMs: { api: SUMMARY },
          statements: SUMMARY,
        })),
      },
    ],
    [
      'overload',
      SMALL,
      oneLine({
        highest: { perSecond: expect.any(Number) },
        failures: 0,
        recoveryMs: expect.any(Number),
      }),
    ],
  ])('%s', async (name, args, expected) => {
    const { mode, sizes } = readOptions([name, '--quick', ...args]);
    const { data, fault } = await mode.run(stage, sizes);
    expect(data).toMatchObject(expected);
    expect(fault).toBeUndefined();
  });
});

it('leaves nothing behind when it is told to stop', async () => {
  const bench = startBench('memory', '--events', '2000', '--rounds', '1000');
  await expect.poll(() => bench.stdout, WAIT).toContain('npx pnpm bench memory');
  // The bench's own connection, what holds up the consumers until all are there, and a consumer's.
  await expect.poll(async () => (await connectionsLeft()).length, WAIT).toBeGreaterThan(2);
  await bench.end('SIGINT');
  expect(bench.stderr).toContain('nothing is left running');
  await expect.poll(leftBehind, WAIT).toEqual([[], []]);
});
