import { createLog } from '@post-views/service';
import { createTcpProxy } from '@post-views/testing';
import { expect, inject, it } from 'vitest';
import { openConnection } from '../../src/index.ts';

const ROUNDS = 30;

it('can be closed at any moment of being made, also when the network goes at that moment', async () => {
  let setUps = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await using proxy = await createTcpProxy(inject('amqpUrl'));
    const connection = await openConnection({
      url: proxy.url,
      purpose: 'test',
      log: createLog('test', 'silent'),
      setup: async (model) => {
        setUps += 1;
        await model.createChannel();
      },
    });
    // Each round gets a little further with its handshake: a turn of the event loop more.
    for (let turn = 0; turn < round; turn += 1) await new Promise(setImmediate);
    const closed = connection.close();
    for (let turn = 0; turn < round; turn += 1) await new Promise(setImmediate);
    await proxy.cut();
    await closed;
  }
  // An error that nobody listens for would have failed the run.
  expect(setUps).toBeLessThanOrEqual(ROUNDS);
});
