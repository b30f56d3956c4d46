import { beforeEach, describe, expect, it } from 'vitest';
import { Window } from '../../src/window.ts';

const MIB = 1024 * 1024;
const SMALL = 300;

let window: Window;
beforeEach(() => {
  window = new Window({ messages: 2000, bytes: 16 * MIB });
});

/** Delivers bodies as a broker would: as many as the window lets out, which is asked for more when it misfits. */
function deliver(bodies: readonly number[]): { sizes: number[]; refused: number } {
  const sizes = [window.size];
  let refused = 0;
  for (const body of bodies) {
    if (!window.take(body)) refused += 1;
    if (!window.misfits || !window.hasRoom) continue;
    if (window.full) window.restart();
    else window.grow();
    sizes.push(window.size);
  }
  return { sizes, refused };
}

const some = (count: number, bytes: number) => Array.from({ length: count }, () => bytes);

describe('the window', () => {
  it('begins with one message, and has grown to all of them when few have come', () => {
    expect(deliver(some(1023, SMALL)).sizes).toEqual([1, 4, 16, 64, 256, 1024]);
    expect(deliver(some(1, SMALL)).sizes).toEqual([1024, 2000]);
    expect(deliver(some(2000, SMALL)).sizes).toEqual([2000]);
  });

  it('asks for no more than the difference when it grows', () => {
    window.take(SMALL);
    expect([window.grow(), window.size]).toEqual([3, 4]);
  });

  it('does not count what it held when it began again', () => {
    deliver(some(16, MIB));
    window.release(8, 8 * MIB);
    expect([window.restart(), window.messages]).toEqual([7, 7]);
    deliver(some(6, SMALL));
    expect(window.exhausted).toBe(false);
  });

  it('grows no further than half the budget holds', () => {
    expect(deliver(some(100, 150_000)).sizes).toEqual([1, 4, 16, 55]);
  });

  it('stays at one message when that is all that fits', () => {
    expect(deliver([8 * MIB]).sizes).toEqual([1]);
    expect([window.full, window.exhausted]).toEqual([false, true]);
  });

  it('takes a single message however large it is', () => {
    expect(window.take(512 * MIB)).toBe(true);
    expect(window.take(SMALL)).toBe(false);
  });

  it('is full when there is no room, and takes nothing more until half of it is free', () => {
    deliver(some(2000, SMALL));
    window.release(2000, 2000 * SMALL);
    const { refused } = deliver(some(20, MIB));
    expect([window.messages, refused, window.full, window.exhausted]).toEqual([15, 5, true, true]);
    expect(window.take(SMALL)).toBe(false);
    window.release(6, 6 * MIB);
    expect(window.hasRoom).toBe(false);
    window.release(2, 2 * MIB);
    expect(window.hasRoom).toBe(true);
    // At most half of the 15 that have fitted.
    expect(window.restart()).toBe(7);
    expect([window.full, window.take(SMALL)]).toEqual([false, true]);
  });

  it('waits for room for what it has refused, so that it is not refused again', () => {
    window.take(SMALL);
    expect(window.take(16 * MIB)).toBe(false);
    expect(window.hasRoom).toBe(false);
    window.release(1, SMALL);
    expect(window.hasRoom).toBe(true);
    window.restart();
    expect(window.take(16 * MIB)).toBe(true);
  });

  it('grows again when messages are small again', () => {
    deliver(some(2000, SMALL));
    window.release(2000, 2000 * SMALL);
    deliver(some(16, MIB));
    window.release(15, 15 * MIB);
    window.restart();
    for (let round = 0; round < 400 && window.size < 2000; round += 1) {
      deliver([SMALL]);
      window.release(1, SMALL);
    }
    expect(window.size).toBeGreaterThan(100);
  });

  it('tells that nothing will come before some are settled, but not while it grows', () => {
    for (let message = 0; message < 400; message += 1) {
      window.take(SMALL);
      expect(window.exhausted).toBe(false);
      if (window.misfits) window.grow();
    }
    window = new Window({ messages: 1, bytes: MIB });
    window.take(SMALL);
    expect([window.misfits, window.exhausted]).toEqual([false, true]);
  });

  it('never asks for none, however large a message was', () => {
    window.take(SMALL);
    window.take(100 * MIB);
    window.release(1, SMALL);
    expect(window.restart()).toBe(1);
  });

  it('knows what is held', () => {
    deliver(some(100, 150_000));
    expect([window.messages, window.bodyBytes]).toEqual([100, 15_000_000]);
    window.release(10, 1_500_000);
    expect([window.messages, window.bodyBytes]).toEqual([90, 13_500_000]);
  });
});
