import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, it } from 'vitest';
import { announceEnd, type Ending } from '../../src/index.ts';

const CHANNEL = 'post-views:ending';
/** Longer than any test may take. */
const FOR_EVER_MS = 600_000;
let listener: ((message: unknown) => void) | undefined;

/** Has the end wait for all of these. */
function waitFor(...done: Promise<unknown>[]): void {
  listener = (message) => {
    for (const one of done) (message as Ending).waitUntil(one);
  };
  subscribe(CHANNEL, listener);
}

afterEach(() => {
  if (listener) unsubscribe(CHANNEL, listener);
});

describe('the end of a process', () => {
  it('waits for nobody when nobody listens', async () => {
    await announceEnd(FOR_EVER_MS);
  });

  it('waits for who listens, also when one of them has failed', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waitFor(Promise.reject(new Error('no')), promise);
    let ended = false;
    const end = announceEnd(FOR_EVER_MS).then(() => {
      ended = true;
    });
    await new Promise(setImmediate);
    expect(ended).toBe(false);
    resolve();
    await end;
  });

  it('does not wait for ever', async () => {
    waitFor(new Promise(() => undefined));
    await announceEnd(1);
  });
});
