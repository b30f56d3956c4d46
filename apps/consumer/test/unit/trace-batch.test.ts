import { type BatchTrace, batches, failedAttempts } from '@post-views/service';
import { afterEach, describe, expect, it } from 'vitest';
import type { Received } from '../../src/receive.ts';
import { traceBatch } from '../../src/trace-batch.ts';

const heard: unknown[] = [];
const subscribers = {
  start: (batch: BatchTrace) => heard.push(['start', { ...batch }]),
  error: ({ error }: { error: unknown }) => heard.push(['error', error]),
  asyncEnd: () => heard.push(['end']),
};
const onFailure = (message: unknown) => heard.push(['failed', (message as { why: string }).why]);

function listen(): void {
  batches.subscribe(subscribers);
  failedAttempts.subscribe(onFailure);
}
afterEach(() => {
  batches.unsubscribe(subscribers);
  failedAttempts.unsubscribe(onFailure);
  heard.length = 0;
});

const messageOf = (events: number, traceparent?: string) =>
  ({ delivery: { traceparent }, events: Array(events) }) as unknown as Received;
const BATCH = [messageOf(1, 'a'), messageOf(500), messageOf(0, 'b')];

describe('a batch that is traced', () => {
  it('is told of: its size, where it came from, what fails, and its end', async () => {
    listen();
    const write = async (attemptFailed: (why: string) => void) => {
      attemptFailed('because');
      return 7;
    };
    expect(await traceBatch(BATCH, 'q', write)).toBe(7);
    expect(heard).toEqual([
      ['start', { queue: 'q', messages: 3, events: 501, parents: ['a', 'b'] }],
      ['failed', 'because'],
      ['end'],
    ]);
  });

  it('fails as it did', async () => {
    listen();
    const error = new Error('no');
    await expect(traceBatch(BATCH, 'q', () => Promise.reject(error))).rejects.toBe(error);
    expect(heard.slice(1)).toEqual([['error', error], ['end']]);
  });
});

describe('a batch that nobody traces', () => {
  it('is written, and not even looked at', async () => {
    const untouchable = new Proxy([] as Received[], {
      get: () => expect.unreachable('it was looked at'),
    });
    const write = async (attemptFailed: (why: string) => void) => {
      attemptFailed('because');
      return 7;
    };
    expect(await traceBatch(untouchable, 'q', write)).toBe(7);
    expect(heard).toEqual([]);
  });
});
