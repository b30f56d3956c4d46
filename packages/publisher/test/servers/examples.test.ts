import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { readViewEvent, TOPOLOGY } from '@post-views/event';
import { createTcpProxy, createTestBroker, type TestBroker, testUuid } from '@post-views/testing';
import type { GetMessage } from 'amqplib';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EXAMPLES, openInterpreter, PHP, PYTHON } from '../interpreter.ts';

const POST = testUuid(1);
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/;
const INSTALL_MS = 300_000;

let broker: TestBroker;

beforeEach(async () => {
  broker = await createTestBroker();
  await broker.channel.assertExchange(TOPOLOGY.exchange, 'topic', { durable: true });
});
afterEach(() => broker[Symbol.asyncDispose]());

/** The queue of the test, which takes what the examples publish. */
async function makeQueue(more: object = {}): Promise<void> {
  await broker.channel.assertQueue(broker.queue, { arguments: more });
  await broker.channel.bindQueue(broker.queue, TOPOLOGY.exchange, TOPOLOGY.routingKey);
}

function eventOf({ content }: GetMessage) {
  const read = readViewEvent(JSON.parse(content.toString()) as unknown);
  if ('rejection' in read) throw new Error(read.rejection.detail);
  return read;
}

async function run(program: string, file: string, url: string) {
  const env = { PATH: process.env['PATH'], AMQP_URL: url };
  const child = spawn(program, [file, POST], { cwd: EXAMPLES, env });
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, stdout, stderr };
}

const PROGRAMS: readonly (readonly [string, () => Promise<string>])[] = [
  ['publish.php', () => openInterpreter(PHP)],
  ['publish.py', () => openInterpreter(PYTHON)],
  ['publish.ts', () => Promise.resolve(process.execPath)],
];

describe.each(PROGRAMS)('the example %s', { timeout: 60_000 }, (file, findProgram) => {
  let program: string;
  beforeAll(async () => {
    program = await findProgram();
  }, INSTALL_MS);

  it('publishes a view that is counted unchanged, persistent and with its id', async () => {
    await makeQueue();
    const { code, stdout, stderr } = await run(program, file, broker.url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(UUID_V7);
    const messages = await broker.takeAll(broker.queue);
    expect(messages.map(({ properties }) => properties)).toMatchObject([
      { contentType: 'application/json', deliveryMode: 2, messageId: stdout.trim() },
    ]);
    const [{ event, mended } = expect.fail()] = messages.map(eventOf);
    expect(mended).toEqual([]);
    expect(event).toEqual({
      postUuid: POST,
      viewedAt: expect.any(Number),
      userId: 42n,
      ip: '203.0.113.9',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
      referer: 'https://news.ycombinator.com/',
      eventId: stdout.trim(),
    });
    expect(Math.abs(event.viewedAt - Date.now() / 1000)).toBeLessThan(60);
  });

  it('publishes the same view again when the connection is lost before the confirmation', async () => {
    await makeQueue();
    await using network = await createTcpProxy(broker.url);
    const lost = network.cutAfter(POST);
    const [{ code, stdout }] = await Promise.all([run(program, file, network.url), lost]);
    expect(code).toBe(0);
    const events = (await broker.takeAll(broker.queue)).map((message) => eventOf(message).event);
    expect(events.map(({ eventId }) => eventId)).toEqual([stdout.trim(), stdout.trim()]);
    expect(new Set(events.map(({ viewedAt }) => viewedAt)).size).toBe(1);
  });

  it('says that no queue takes it', async () => {
    const { code, stdout, stderr } = await run(program, file, broker.url);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('no queue takes');
  });

  it('says that a queue that is full has refused it', async () => {
    await makeQueue({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    await broker.publish([{}]);
    const { code, stdout, stderr } = await run(program, file, broker.url);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('the broker refused it: the queue is full');
  });
});

it('each gives the view back when the broker does not respond', {
  timeout: INSTALL_MS,
}, async () => {
  await using network = await createTcpProxy(broker.url);
  network.freeze();
  const runs = PROGRAMS.map(async ([file, findProgram]) => {
    const { code, stdout, stderr } = await run(await findProgram(), file, network.url);
    expect({ file, code, stdout }).toEqual({ file, code: 1, stdout: '' });
    const view = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as Record<string, string>;
    expect(`${view['event_id'] ?? view['eventId']}\n`).toMatch(UUID_V7);
    expect(view['timestamp'] ?? view['viewedAt']).toMatch(/^\d{4}-/);
  });
  await Promise.all(runs);
});
