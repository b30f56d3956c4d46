import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBroker } from '../../src/broker.ts';
import { Walk } from '../../src/walk.ts';
import { openTestLetters, type TestLetters } from '../open-test-letters.ts';

let letters: TestLetters;

beforeEach(async () => {
  letters = await openTestLetters();
});
afterEach(() => letters[Symbol.asyncDispose]());

const bodies = Array.from({ length: 1_000 }, (_, n) => String(n));
const left = () => letters.ready(letters.config.queue);

async function takeAll(): Promise<string[]> {
  const all = await letters.broker.takeAll(letters.config.queue);
  return all.map(({ content }) => content.toString());
}

describe('Walk', () => {
  it('stops in the middle, keeps what was removed by then, and gives the rest back in order', async () => {
    const { amqpUrl: url, queue } = letters.config;
    await letters.put(bodies.map((body) => ({ body })));
    const stop = new AbortController();
    const seen: string[] = [];
    {
      await using broker = await openBroker({ url, queue, purpose: 'test' });
      // More spans than the 32 that RabbitMQ 3.10 would keep in order by itself.
      await using walk = await Walk.begin(broker, { queue, spanSize: 10, signal: stop.signal });
      await walk.through(({ message }, remove) => {
        seen.push(message.content.toString());
        if (seen.length === 700) stop.abort();
        if (seen.length % 7 !== 0) return 'keep';
        queueMicrotask(remove);
        return 'take';
      });
      expect(walk.seen).toBe(700);
      await letters.put([{ body: 'new' }]);
      expect(await walk.release()).toBe(1);
    }
    expect(seen).toEqual(bodies.slice(0, 700));
    expect(await left()).toBe(901);
    const expected = bodies.filter((_, at) => at >= 700 || at % 7 !== 6);
    expect(await takeAll()).toEqual([...expected, 'new']);
  });

  it('has given back all that it held when it is released', async () => {
    const { amqpUrl: url, queue } = letters.config;
    await letters.put(Array.from({ length: 20_000 }, () => ({ body: 'a' })));
    const { signal } = new AbortController();
    await using broker = await openBroker({ url, queue, purpose: 'test' });
    for (let round = 0; round < 3; round += 1) {
      await using walk = await Walk.begin(broker, { queue, spanSize: 2_000, signal });
      expect(walk.total).toBe(20_000);
      await walk.through(() => 'keep');
    }
  });

  it('shows what was there when it began, and not what comes meanwhile', async () => {
    const { amqpUrl: url, queue } = letters.config;
    await letters.put(bodies.slice(0, 5).map((body) => ({ body })));
    await using broker = await openBroker({ url, queue, purpose: 'test' });
    const { signal } = new AbortController();
    await using walk = await Walk.begin(broker, { queue, spanSize: 3, signal });
    await letters.put([{ body: 'new' }]);
    const seen: string[] = [];
    await walk.through(({ message }, remove) => {
      seen.push(message.content.toString());
      queueMicrotask(remove);
      return 'take';
    });
    expect(seen).toEqual(['0', '1', '2', '3', '4']);
    expect(await walk.release()).toBe(1);
    expect(await left()).toBe(1);
  });

  it('ends with what a visit throws, and gives all back', async () => {
    const { amqpUrl: url, queue } = letters.config;
    await letters.put([{ body: 'a' }, { body: 'b' }]);
    {
      await using broker = await openBroker({ url, queue, purpose: 'test' });
      const { signal } = new AbortController();
      await using walk = await Walk.begin(broker, { queue, spanSize: 10, signal });
      const visit = () => {
        throw new Error('enough');
      };
      await expect(walk.through(visit)).rejects.toThrow('enough');
    }
    expect(await left()).toBe(2);
    expect(await takeAll()).toEqual(['a', 'b']);
  });
});
