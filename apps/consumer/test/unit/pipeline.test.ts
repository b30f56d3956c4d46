import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { openDatabase } from '@post-views/db';
import { createLog, RepeatingLog } from '@post-views/service';
import type { Channel, ConsumeMessage } from 'amqplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline.ts';
import { someEvents } from '../start-test-consumer.ts';

const NEVER = 24 * 3_600_000;
const WAIT = { timeout: 5_000, interval: 5 };

let silent: Server;
const sockets: Socket[] = [];
let db: ReturnType<typeof openDatabase>;
let now: number;
let source: { exhausted: boolean; settled: () => void };
let published: number;
let pipeline: Pipeline;

beforeEach(async () => {
  silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  // Gives up never: nothing that is in use waits like that, but a mistake could.
  db = openDatabase({
    url: `mysql://u:p@127.0.0.1:${port}/d`,
    connections: 1,
    connectTimeoutMs: NEVER,
  });
  now = 1000;
  published = 0;
  const channel = { ack: () => undefined, nack: () => undefined } as unknown as Channel;
  source = { exhausted: false, settled: () => undefined };
  pipeline = openPipeline(channel, source, {
    config: { queue: 'q', batchSize: 1000, batchMaxAgeMs: 10, writers: 1 },
    db,
    database: { unfit: undefined },
    failures: new RepeatingLog(createLog('test', 'silent')),
    refusals: { length: 0 },
    deadLetters: {
      publish: () => {
        published += 1;
        return new Promise(() => undefined);
      },
      close: async () => undefined,
    },
    log: createLog('test', 'silent'),
    metrics: createMetrics(
      () => ({ messages: 0, bodyBytes: 0, deadLetters: 0, held: 0 }),
      () => [],
    ),
    horizon: () => 1,
    now: Date.now,
    monotonicNow: () => now,
  });
});
afterEach(async () => {
  pipeline.abandon();
  for (const socket of sockets.splice(0)) socket.destroy();
  silent.close();
  await db.destroy().catch(() => undefined);
});

let tag = 0;
function deliver(body: unknown): void {
  tag += 1;
  pipeline.deliver({
    content: Buffer.from(JSON.stringify(body)),
    fields: { deliveryTag: tag, redelivered: false },
    properties: {},
  } as ConsumeMessage);
}

describe('a pipeline that gives a message back', () => {
  it('settles what it has, since nothing more will come', async () => {
    deliver({ no: 'event' });
    await new Promise(setImmediate);
    expect(published).toBe(0);
    source.exhausted = true;
    pipeline.giveBack(2);
    await new Promise(setImmediate);
    expect(published).toBe(1);
  });
});

describe('a pipeline in which nothing is tried any more', () => {
  it('tells for how long that has been', async () => {
    expect(pipeline.msWithoutProgress()).toBe(0);
    for (const event of someEvents(3)) deliver(event);
    now += 100;
    await expect.poll(() => sockets.length, WAIT).toBe(1);
    now += 200_000;
    expect(pipeline.msWithoutProgress()).toBe(200_100);
  });

  it('is not one in which dead letters are on the way', async () => {
    for (let message = 0; message < 10; message += 1) deliver(Array(500).fill(1));
    now += 100;
    await expect.poll(() => published, WAIT).toBeGreaterThan(2_000);
    now += 200_000;
    expect(pipeline.msWithoutProgress()).toBe(0);
    expect(pipeline.trouble()).toContain('dead letters can not be published');
    // Not all of them at once: that would be 5,000.
    expect(published).toBeLessThan(4_000);
  });
});
