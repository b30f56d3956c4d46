import { EventEmitter } from 'node:events';
import type { Channel } from 'amqplib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchQueue } from '../../src/watch-queue.ts';

const WAIT = { timeout: 5_000, interval: 5 };
const QUIET_MS = 40;
const ANSWER_MS = 20;

let channel: EventEmitter;
let intake: { deliveries: number; exhausted: boolean; askQueue: () => Promise<void> };
let asked: number;
let lost: Error[];

beforeEach(() => {
  channel = new EventEmitter();
  asked = 0;
  lost = [];
  intake = {
    deliveries: 0,
    exhausted: false,
    askQueue: async () => {
      asked += 1;
    },
  };
});
afterEach(() => channel.emit('close'));

function watch(answer: () => Promise<void> = async () => undefined): void {
  intake.askQueue = () => {
    asked += 1;
    return answer();
  };
  watchQueue({
    channel: channel as Channel,
    intake,
    lose: (cause) => lost.push(cause),
    quietMs: QUIET_MS,
    answerMs: ANSWER_MS,
  });
}

const never = () => new Promise<void>(() => undefined);
const hasAsked = (times: number) => expect.poll(() => asked, WAIT).toBeGreaterThanOrEqual(times);

it('leaves a broker whose queue does not answer', async () => {
  watch(never);
  await expect.poll(() => lost, WAIT).toHaveLength(1);
  expect(lost[0]).toMatchObject({ code: 'SILENT', message: expect.stringContaining('0.02 s') });
});

it('leaves a broker that can not be asked', async () => {
  watch(() => Promise.reject(new Error('the channel is closed')));
  await expect.poll(() => lost, WAIT).toHaveLength(1);
});

it('stays where the queue answers', async () => {
  watch();
  await hasAsked(3);
  expect(lost).toEqual([]);
});

it('stays where a message comes while the answer does not', async () => {
  watch(() => {
    intake.deliveries += 1;
    return never();
  });
  await hasAsked(3);
  expect(lost).toEqual([]);
});

it('asks nothing while messages come', async () => {
  watch();
  const coming = setInterval(() => {
    intake.deliveries += 1;
  }, QUIET_MS / 20);
  await expect.poll(() => intake.deliveries, WAIT).toBeGreaterThan(100);
  clearInterval(coming);
  expect(asked).toBe(0);
});

it('asks nothing while there is no room for a message, and ends with the channel', async () => {
  intake.exhausted = true;
  watch();
  const started = performance.now();
  await expect.poll(() => performance.now() - started, WAIT).toBeGreaterThan(4 * QUIET_MS);
  expect(asked).toBe(0);
  intake.exhausted = false;
  await hasAsked(1);
  channel.emit('close');
  const told = asked;
  await expect.poll(() => performance.now() - started, WAIT).toBeGreaterThan(10 * QUIET_MS);
  expect(asked).toBe(told);
});
