import { createTestBroker, type TestBroker } from '@post-views/testing';
import { type Channel, type ChannelModel, type ConsumeMessage, connect } from 'amqplib';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { Intake } from '../../src/intake.ts';
import { watchQueue } from '../../src/watch-queue.ts';
import { Window } from '../../src/window.ts';

const WAIT = { timeout: 40_000, interval: 50 };
/** Several times what a broker takes on a machine that is busy with other tests. */
const QUIET_MS = 2_000;
const ANSWER_MS = 1_900;

let releases: AsyncDisposableStack;
let broker: TestBroker;
let connection: ChannelModel;
let channel: Channel;
let lost: Error[];
let delivered: ConsumeMessage[];
/** How often the queue was asked for one more consumer. */
let asked: number;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  broker = releases.use(await createTestBroker());
  const { queue } = broker;
  await broker.channel.assertQueue(queue, { arguments: { 'x-queue-type': 'quorum' } });
  connection = await connect(broker.url);
  releases.defer(() => connection.close());
  channel = await connection.createChannel();
  lost = [];
  delivered = [];
  asked = 0;
  const intake = new Intake({
    channel,
    queue,
    window: new Window({ messages: 100, bytes: 1_000_000 }),
    deliver: (message) => delivered.push(message),
    giveBack: () => undefined,
    onCancel: () => lost.push(new Error('cancelled')),
    onFull: () => undefined,
    onResize: () => undefined,
  });
  await intake.start();
  watchQueue({
    channel,
    intake: {
      get deliveries() {
        return intake.deliveries;
      },
      get exhausted() {
        return intake.exhausted;
      },
      async askQueue() {
        await intake.askQueue();
        asked += 1;
      },
    },
    lose: (cause) => lost.push(cause),
    quietMs: QUIET_MS,
    answerMs: ANSWER_MS,
  });
});
afterEach(() => releases.disposeAsync());

const control = (...args: string[]) => broker.control?.(...args) ?? Promise.resolve('');

// A broker that was given has no rabbitmqctl here.
describe.runIf(inject('brokerControl'))('a queue without a word', () => {
  it('is no reason to leave while it has a leader, and a message comes as ever', async () => {
    await expect.poll(() => asked, WAIT).toBeGreaterThan(1);
    await broker.publish(['a']);
    await expect.poll(() => delivered.length, WAIT).toBe(1);
    expect(lost).toEqual([]);
  });

  it('is one when it has none', async () => {
    const leader = `list_to_atom("%2F_${broker.queue}")`;
    await control('eval', `sys:suspend(${leader}).`);
    try {
      await expect.poll(() => lost[0], WAIT).toMatchObject({ code: 'SILENT' });
    } finally {
      await control('eval', `sys:resume(${leader}).`);
    }
  });

  it('is none under an alarm, which keeps publishers out', async () => {
    const get = 'vm_memory_monitor:get_vm_memory_high_watermark().';
    const watermark = await control('eval', get);
    await control('set_vm_memory_high_watermark', '0.00001');
    try {
      const before = asked;
      await expect.poll(() => asked - before, WAIT).toBeGreaterThan(1);
    } finally {
      await control('set_vm_memory_high_watermark', watermark.trim());
    }
    expect(lost).toEqual([]);
  });
});
