import { type ConsumeMessage, IllegalOperationError } from 'amqplib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../src/dead-letter.ts';
import { type Settled, Settler } from '../../src/settle.ts';

/** What was acknowledged: `3*` for all up to 3, `3` for 3 alone. */
let acks: string[];
let closed: boolean;
let published: { id: string; confirm: () => void; fail: () => void }[];
let failures: unknown[];
let now: number;
let settler: Settler;

beforeEach(() => {
  acks = [];
  closed = false;
  published = [];
  failures = [];
  now = 1000;
  const channel = {
    ack({ fields }: ConsumeMessage, multiple: boolean) {
      if (closed) throw new IllegalOperationError('Channel closed');
      acks.push(`${fields.deliveryTag}${multiple ? '*' : ''}`);
    },
  };
  settler = new Settler({
    channel,
    publish: ({ options }) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      published.push({
        id: options.correlationId ?? '',
        confirm: resolve,
        fail: () => reject(new Error('aborted')),
      });
      return promise;
    },
    onFailure: (error) => failures.push(error),
    now: () => now,
  });
});

function letter(correlationId: string): DeadLetter {
  return { body: Buffer.from(''), options: { correlationId } };
}

/** Deliveries by tag; those in `bad` have a dead letter. */
function batch(tags: number[], bad: number[] = []): Settled[] {
  return tags.map((deliveryTag) => ({
    message: { fields: { deliveryTag } } as ConsumeMessage,
    deadLetters: bad.includes(deliveryTag) ? [letter(String(deliveryTag))] : [],
  }));
}

async function confirm(index: number): Promise<void> {
  published[index]?.confirm();
  await new Promise(setImmediate);
}

describe('Settler', () => {
  it('acknowledges a batch at once, up to its last message', () => {
    settler.settle(batch([1, 2, 3]));
    settler.settle(batch([4, 5]));
    expect(acks).toEqual(['3*', '5*']);
  });

  it('never acknowledges a message before its dead letter is safe', async () => {
    settler.settle(batch([1, 2, 3, 4, 5], [3]));
    expect(acks).toEqual(['2*', '4', '5']);
    await confirm(0);
    expect(acks).toEqual(['2*', '4', '5', '3']);
    settler.settle(batch([6, 7]));
    expect(acks.at(-1)).toBe('7*');
  });

  it('goes on one by one beyond a message that waits', async () => {
    settler.settle(batch([1, 2], [1]));
    settler.settle(batch([3, 4]));
    expect(acks).toEqual(['2', '3', '4']);
    await confirm(0);
    settler.settle(batch([5]));
    expect(acks).toEqual(['2', '3', '4', '1', '5*']);
  });

  it('takes dead letters that are confirmed in any order', async () => {
    settler.settle(batch([1, 2, 3], [1, 2, 3]));
    await confirm(2);
    await confirm(1);
    expect(acks).toEqual(['3', '2']);
    await confirm(0);
    expect(acks).toEqual(['3', '2', '1']);
    settler.settle(batch([4]));
    expect(acks.at(-1)).toBe('4*');
  });

  it('waits for every dead letter of a message', async () => {
    const [settled] = batch([1]);
    const deadLetters = ['a', 'b'].map(letter);
    settler.settle([{ ...(settled as Settled), deadLetters }]);
    await confirm(0);
    expect(acks).toEqual([]);
    await confirm(1);
    expect(acks).toEqual(['1']);
  });

  it('leaves a message alone whose dead letter could not be published, and says so', async () => {
    settler.settle(batch([1, 2], [1]));
    published[0]?.fail();
    await settler.drain();
    expect(acks).toEqual(['2']);
    expect(failures).toEqual([new Error('aborted')]);
  });

  it('says for how long the oldest dead letter has been on the way', async () => {
    expect(settler.msSinceFirstHeld()).toBe(0);
    settler.settle(batch([1, 2], [1]));
    now += 500;
    settler.settle(batch([3], [3]));
    now += 500;
    expect(settler.msSinceFirstHeld()).toBe(1000);
    await confirm(0);
    expect(settler.msSinceFirstHeld()).toBe(500);
  });

  it('drains when no message waits any more', async () => {
    let drained = false;
    settler.settle(batch([1, 2], [1, 2]));
    void settler.drain().then(() => {
      drained = true;
    });
    await confirm(0);
    expect(drained).toBe(false);
    await confirm(1);
    expect(drained).toBe(true);
  });

  it('keeps quiet on a channel that is gone', () => {
    closed = true;
    expect(() => settler.settle(batch([1, 2, 3], [2]))).not.toThrow();
  });
});
