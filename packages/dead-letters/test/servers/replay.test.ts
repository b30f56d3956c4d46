import { randomUUIDv7 } from 'node:crypto';
import { migrateAt } from '@post-views/db';
import {
  countViews,
  createTcpProxy,
  createTestDatabase,
  type RunningProgram,
  startProgram,
  type TestDatabase,
} from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestLetters, POST, type TestLetters } from '../open-test-letters.ts';

let letters: TestLetters;
let database: TestDatabase;
const consumers: RunningProgram[] = [];
const WAIT = { timeout: 30_000, interval: 20 };
const ID = '019ab6c2-5d1e-7c3a-9f00-3b1d2c4e5f60';
const NOW = new Date().toISOString();

beforeEach(async () => {
  letters = await openTestLetters();
  database = await createTestDatabase();
  await migrateAt(database.url);
});
afterEach(async () => {
  for (const consumer of consumers.splice(0)) await consumer[Symbol.asyncDispose]();
  await letters[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const view = (changes: object = {}) => ({ post_uuid: POST, timestamp: NOW, ...changes });
const dead = () => letters.ready(letters.config.queue);
const waiting = () => letters.ready(letters.config.sourceQueue);

async function startConsumer(): Promise<RunningProgram> {
  const consumer = startProgram('apps/consumer/src/main.ts', {
    DATABASE_URL: database.url,
    AMQP_URL: letters.broker.url,
    AMQP_QUEUE: letters.config.sourceQueue,
    BATCH_MAX_AGE_MS: '20',
    HEALTH_PORT: '0',
  });
  consumers.push(consumer);
  await consumer.logged('consuming');
  return consumer;
}

/** Views, after a consumer has settled all that is in the queue: raw rows, by day, in total. */
async function countAll(): Promise<number[]> {
  const consumer = await startConsumer();
  await expect.poll(waiting, WAIT).toBe(0);
  expect(await consumer.end('SIGTERM')).toBe(0);
  expect(await waiting()).toBe(0);
  return countViews(database);
}

describe('replay', () => {
  it('sends the body back as it was, with the properties of the contract and an id', async () => {
    const body = Buffer.from(
      '\ufeff{ "post_uuid" :\t1.50 , "ü": "\\u00fc" }\n\u0000\u00ff',
      'latin1',
    );
    const options = { contentType: 'application/json', appId: 'shop', timestamp: 1_764_000_000 };
    await letters.put([{ body, id: ID, options }]);
    const replayed = await letters.run('replay');
    expect(replayed).toEqual({
      code: 0,
      stdout: `1 letter went back to ${letters.config.sourceQueue}\n`,
      stderr: '',
    });
    expect(await dead()).toBe(0);
    const [message] = await letters.broker.takeAll(letters.config.sourceQueue);
    expect(message?.content).toEqual(body);
    expect(message?.properties).toMatchObject({ ...options, messageId: ID, deliveryMode: 2 });
    expect(message?.properties.correlationId).toBeUndefined();
    expect(Object.keys(message?.properties.headers ?? {})).not.toContain('x-reason');
  });

  it('takes those with a reason, or those that are named, and leaves the others in order', async () => {
    await letters.put([
      { body: 'a', reason: 'invalid_json' },
      { body: 'b', reason: 'in_future' },
      { body: 'c', reason: 'invalid_json', id: ID },
      { body: 'd', reason: 'in_future' },
      { body: 'e', reason: 'too_old' },
    ]);
    expect(await letters.run('replay --reason in_future')).toMatchObject({ code: 0 });
    await expect.poll(dead, WAIT).toBe(3);
    expect(await letters.run('replay 4e5f60')).toMatchObject({ code: 0 });
    await expect.poll(dead, WAIT).toBe(2);
    const bodies = async (queue: string) =>
      (await letters.broker.takeAll(queue)).map(({ content }) => content.toString());
    expect(await bodies(letters.config.sourceQueue)).toEqual(['b', 'd', 'c']);
    expect(await bodies(letters.config.queue)).toEqual(['a', 'e']);
  });

  it('replays none when one of those named is not there, or means several', async () => {
    await letters.put([{ body: 'a', id: ID }, { body: 'b' }, { body: 'c' }]);
    expect(await letters.run(`replay ${ID} ffff`)).toMatchObject({ code: 1, stdout: '' });
    await expect.poll(dead, WAIT).toBe(3);
    const together = ID.slice(0, 4);
    await letters.put([{ body: 'd', id: ID.replace('60', '61') }]);
    expect(await letters.run(`replay ${ID} ${together}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`the id ${together} means several letters`),
    });
    await expect.poll(dead, WAIT).toBe(4);
    expect(await waiting()).toBe(0);
  });

  it('sends letters that are too large to be all in memory, each once, and leaves the others in order', async () => {
    const large = (n: number) => Buffer.alloc(4 * 1024 * 1024, String(n % 10));
    for (let n = 0; n < 40; n += 1) {
      await letters.put([
        { body: large(n), reason: 'too_large' },
        { body: String(n), reason: 'in_future' },
      ]);
    }
    expect(await letters.run('replay --reason too_large')).toEqual({
      code: 0,
      stdout: `40 letters went back to ${letters.config.sourceQueue}\n`,
      stderr: '',
    });
    await expect.poll(dead, WAIT).toBe(40);
    const taken = await letters.broker.takeAll(letters.config.sourceQueue);
    const firsts = taken.map(
      ({ content }) => `${content.length} ${content.toString('utf8', 0, 1)}`,
    );
    expect(firsts.sort()).toEqual(
      Array.from({ length: 40 }, (_, n) => `${4 * 1024 * 1024} ${n % 10}`).sort(),
    );
    const left = await letters.broker.takeAll(letters.config.queue);
    expect(left.map(({ content }) => content.toString())).toEqual(
      Array.from({ length: 40 }, (_, n) => String(n)),
    );
  });

  it('gets every view counted once, whatever id it has, and however often it is replayed', async () => {
    const named = view({ event_id: randomUUIDv7() });
    const before = view({ event_id: randomUUIDv7() });
    await letters.broker.publish([before]);
    expect(await countAll()).toEqual([1, 1, 1]);

    const messageId = randomUUIDv7();
    const again = [
      { body: named },
      { body: before },
      { body: view(), options: { messageId } },
      { body: view(), options: { messageId: 'no-uuid' }, id: ID },
      { body: view({ event_id: 'no-uuid' }), id: ID.replace('60', '61') },
    ];
    for (let round = 0; round < 2; round += 1) {
      await letters.put([...again, ...again]);
      expect((await letters.run('replay')).stdout).toContain('10 letters went back');
      // One that was counted, and one for each of the other four.
      expect(await countAll()).toEqual([5, 5, 5]);
    }
    expect(await dead()).toBe(0);
  });

  it('replays once what is still bad and comes again', async () => {
    await startConsumer();
    await letters.put(Array.from({ length: 2_000 }, (_, n) => ({ body: `{"n":${n}}` })));
    const { code, stdout } = await letters.run('replay');
    expect(code).toBe(0);
    expect(stdout).toContain('2,000 letters went back');
    await expect.poll(dead, WAIT).toBe(2_000);
    await expect.poll(waiting, WAIT).toBe(0);
  });
});

describe('a replay that is cut off', () => {
  it('leaves the letter that it could not know to be published, which then counts once', async () => {
    await using proxy = await createTcpProxy(letters.broker.url);
    await letters.put([{ body: view() }, { body: view({ referer: 'https://last.example/' }) }]);
    const cut = proxy.cutAfter('last.example');
    const failed = await letters.run('replay', { AMQP_URL: proxy.url });
    await cut;
    expect(failed).toMatchObject({
      code: 1,
      stderr: 'Failed: AMQP_URL: the connection to the broker was lost\n',
    });
    await expect.poll(dead, WAIT).toBeGreaterThan(0);
    expect(await letters.run('replay')).toMatchObject({ code: 0 });
    expect(await countAll()).toEqual([2, 2, 2]);
    expect(await dead()).toBe(0);
  });

  it('loses and doubles nothing when it is killed', async () => {
    await using proxy = await createTcpProxy(letters.broker.url);
    await letters.put(Array.from({ length: 6_000 }, () => ({ body: view() })));
    const replay = letters.start('replay', { AMQP_URL: proxy.url });
    await expect.poll(waiting, { ...WAIT, interval: 1 }).toBeGreaterThan(0);
    proxy.freeze();
    expect(await replay.end('SIGKILL')).toBe('SIGKILL');
    await proxy.cut();
    await expect.poll(async () => (await waiting()) + (await dead()), WAIT).toBeGreaterThan(6_000);
    const outcome = await letters.run('replay');
    expect(outcome).toMatchObject({ code: 0 });
    expect(await countAll()).toEqual([6_000, 6_000, 6_000]);
    expect(await dead()).toBe(0);
  });
});
