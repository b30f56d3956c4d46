import { createLog } from '@post-views/service';
import { createTestBroker, type TestBroker } from '@post-views/testing';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { type ConfirmPublisher, openConfirmPublisher } from '../../src/index.ts';

const WAIT = { timeout: 20_000, interval: 100 };
const FULL = JSON.stringify({ 'max-length': 0, overflow: 'reject-publish' });

let broker: TestBroker;
let publisher: ConfirmPublisher;

beforeEach(async () => {
  broker = await createTestBroker();
  publisher = await openConfirmPublisher({
    url: broker.url,
    purpose: 'test',
    log: createLog('test', 'silent'),
  });
});
afterEach(async () => {
  await publisher.close();
  await broker[Symbol.asyncDispose]();
});

/** What becomes of one attempt. */
const attempt = () =>
  publisher
    .publish({
      exchange: '',
      routingKey: broker.queue,
      body: Buffer.from('a'),
      options: { persistent: true, mandatory: true },
    })
    .then(
      () => 'confirmed',
      (error: Error) => error.message,
    );

// A broker that was given has no rabbitmqctl here.
if (inject('brokerControl')) {
  it('is confirmed again when a queue that was full has room', async () => {
    const { queue, channel } = broker;
    const control = (...args: string[]) => broker.control?.(...args);
    await channel.assertQueue(queue, { arguments: { 'x-queue-type': 'quorum' } });
    await expect.poll(attempt, WAIT).toBe('confirmed');
    const policy = `full-${queue}`;
    await control('set_policy', policy, `^${queue}$`, FULL, '--apply-to', 'queues');
    await expect.poll(attempt, WAIT).toBe('the broker did not confirm it');
    await control('clear_policy', policy);
    await expect.poll(attempt, WAIT).toBe('confirmed');
  });
}
