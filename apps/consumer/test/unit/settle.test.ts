import { type ConsumeMessage, IllegalOperationError } from 'amqplib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../src/dead-letter.ts';
import type { Delivery } from '../../src/delivery.ts';
import { type Settled, Settler } from '../../src/settle.ts';

/** What was acknowledged: `3*` for all up to 3, `3` for 3 alone; `-3` for one that was given back. */
let acks: string[];
let closed: boolean;
let published: { id: string; confirm: () => void; fail: () => void }[];
let failures: unknown[];
let now: number;
/** Messages, and bytes of their bodies. */
let settled: [number, number];
let settler: Settler;

beforeEach(() => {
  acks = [];
  closed = false;
  published = [];
  failures = [];
  now = 1000;
  settled = [0, 0];
  const channel = {
    ack({ fields }: ConsumeMessage, multiple: boolean) {
      if (closed) throw new IllegalOperationError('Channel closed');
      acks.push(`${fields.deliveryTag}${multiple ? '*' : ''}`);
    },
    nack({ fields }: ConsumeMessage) {
      if (closed) throw new IllegalOperationError('Channel closed');
      acks.push(`-${fields.deliveryTag}`);
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
    onSettled: (messages, bytes) => {
      settled = [settled[0] + messages, settled[1] + bytes];
    },
    now: () => now,
  });
});

function letter(correlationId: string): DeadLetter {
  return { body: Buffer.from(''), options: { correlationId } };
}

/** Deliveries by tag; those in `bad` have a dead letter. */
function batch(tags: number[], bad: number[] = []): Settled[] {
  return tags.map((tag) => ({
    delivery: { tag, content: Buffer.alloc(10) } as Delivery,
    deadLetters: bad.includes(tag) ? [letter(String(tag))] : [],
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

  it('tells what was settled, of a message with dead letters when they are out', async () => {
    settler.settle(batch([1, 2, 3], [2]));
    expect(settled).toEqual([2, 20]);
    await confirm(0);
    expect(settled).toEqual([3, 30]);
  });

  it('has the next batch wait while too many dead letters are on the way', async () => {
    await settler.untilRoom();
    const [first] = batch([1]);
    const deadLetters = Array.from({ length: 2_001 }, (_, at) => letter(String(at)));
    settler.settle([{ ...(first as Settled), deadLetters }]);
    let room = false;
    void settler.untilRoom().then(() => {
      room = true;
    });
    await confirm(0);
    expect([room, settler.letters, settler.held]).toEqual([false, 2_001, 1]);
    for (let at = 1; at < deadLetters.length; at += 1) published[at]?.confirm();
    await expect.poll(() => room).toBe(true);
    expect([settler.letters, settler.held]).toEqual([0, 0]);
  });

  it('gives back what has not been touched, also when the channel is gone', () => {
    settler.giveBack(7);
    closed = true;
    settler.giveBack(7);
    expect(acks).toEqual(['-7']);
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

  it('acknowledges by one frame at the end, when the last letter is safe', async () => {
    settler.finish();
    settler.settle(batch([1, 2, 3, 4], [2]));
    settler.settle(batch([5, 6, 7], [6]));
    expect(acks).toEqual(['1*']);
    await confirm(0);
    expect(acks).toEqual(['1*', '2']);
    await confirm(1);
    expect(acks).toEqual(['1*', '2', '6', '7*']);
  });

  it('never goes beyond a message whose letter could not be published', async () => {
    settler.finish();
    settler.settle(batch([1, 2, 3], [1]));
    published[0]?.fail();
    await settler.drain();
    settler.settle(batch([4]));
    expect(acks).toEqual([]);
  });

  it('keeps quiet on a channel that is gone', () => {
    closed = true;
    expect(() => settler.settle(batch([1, 2, 3], [2]))).not.toThrow();
  });
});
