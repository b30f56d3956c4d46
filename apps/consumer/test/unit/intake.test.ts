import type { Channel, ConsumeMessage } from 'amqplib';
import { beforeEach, describe, expect, it } from 'vitest';
import { Intake } from '../../src/intake.ts';
import { Window } from '../../src/window.ts';

const KIB = 1024;

/** A broker that answers when it is told to. */
let asked: { what: string; answer: () => void }[];
let onMessage: (message: ConsumeMessage | null) => void;
let delivered: number;
let returned: number;
let prefetches: number[];
let intake: Intake;

beforeEach(async () => {
  asked = [];
  delivered = 0;
  returned = 0;
  prefetches = [];
  const ask = <T>(what: string, value: T) => {
    const { promise, resolve } = Promise.withResolvers<T>();
    asked.push({ what, answer: () => resolve(value) });
    return promise;
  };
  const channel = {
    prefetch: async (count: number) => void prefetches.push(count),
    consume: (_queue: string, listener: typeof onMessage) => {
      onMessage = listener;
      return ask('consume', { consumerTag: 'tag' });
    },
    cancel: () => ask('cancel', undefined),
  } as unknown as Channel;
  intake = new Intake({
    channel,
    queue: 'queue',
    window: new Window({ messages: 100, bytes: 10 * KIB }),
    deliver: () => {
      delivered += 1;
    },
    giveBack: () => {
      returned += 1;
    },
    onCancel: () => undefined,
    onFull: () => undefined,
    onResize: () => undefined,
  });
});

function receive(kib: number): void {
  onMessage({ content: Buffer.alloc(kib * KIB), fields: {} } as ConsumeMessage);
}

async function settle(): Promise<void> {
  await new Promise(setImmediate);
}

const questions = () => asked.map(({ what }) => what);

async function answer(what: string): Promise<void> {
  await settle();
  const index = asked.findIndex((question) => question.what === what);
  const [question] = asked.splice(index, 1);
  question?.answer();
  await settle();
}

describe('Intake', () => {
  it('grows by another consumer for the difference, and cancels none', async () => {
    const started = intake.start();
    await answer('consume');
    await started;
    receive(0);
    await settle();
    expect([questions(), prefetches]).toEqual([['consume'], [1, 3]]);
    await answer('consume');
    expect(questions()).toEqual([]);
  });

  it('asks the queue by one more consumer, for a moment and for one message', async () => {
    const started = intake.start();
    await answer('consume');
    await started;
    const answered = intake.askQueue();
    // It would grow, but not before that: a prefetch is for whatever consumer is made after it.
    receive(0);
    await settle();
    expect([questions(), prefetches]).toEqual([['consume'], [1, 1]]);
    await answer('consume');
    expect(questions()).toEqual(['cancel']);
    await answer('cancel');
    expect([questions(), prefetches]).toEqual([['consume'], [1, 1, 3]]);
    await answer('consume');
    await answered;
    expect([delivered, intake.deliveries]).toEqual([1, 1]);
  });

  it('asks the queue nothing when it was stopped', async () => {
    const started = intake.start();
    await answer('consume');
    await started;
    const stopping = intake.stop();
    await answer('cancel');
    await stopping;
    await intake.askQueue();
    expect(asked).toEqual([]);
  });

  it('cancels all consumers when it is full, and none before its first answer', async () => {
    const started = intake.start();
    await settle();
    receive(7);
    receive(4);
    await settle();
    expect(questions()).toEqual(['consume']);
    await answer('consume');
    await started;
    // Given back before, it would come again.
    expect([delivered, returned]).toEqual([1, 0]);
    await answer('cancel');
    expect([delivered, returned]).toEqual([1, 1]);
    expect(questions()).toEqual([]);
    intake.settled(1, 7 * KIB);
    await settle();
    expect(questions()).toEqual(['consume']);
  });

  it('stops though it waits for room that nobody will make', async () => {
    const started = intake.start();
    await answer('consume');
    await started;
    receive(8);
    receive(8);
    await answer('cancel');
    await intake.stop();
    expect([delivered, returned, asked]).toEqual([1, 1, []]);
  });

  it('ends a consumer that is still on its way when it is stopped', async () => {
    const started = intake.start();
    await settle();
    const stopping = intake.stop();
    await answer('consume');
    await started;
    await answer('cancel');
    await stopping;
    expect(asked).toEqual([]);
  });
});
