import { describe, expect, it } from 'vitest';
import { Doorkeeper } from '../../src/reads/doorkeeper.ts';

describe('Doorkeeper', () => {
  it('has seen a key from the second time on', () => {
    const doorkeeper = new Doorkeeper();
    expect(doorkeeper.seenBefore('a')).toBe(false);
    expect(doorkeeper.seenBefore('b')).toBe(false);
    expect(doorkeeper.seenBefore('a')).toBe(true);
    expect(doorkeeper.seenBefore('a')).toBe(true);
  });

  it('takes hardly any key for another, however many there were', () => {
    const doorkeeper = new Doorkeeper();
    const keys = Array.from({ length: 200_000 }, (_, index) => `total ${index}`);
    expect(keys.filter((key) => doorkeeper.seenBefore(key)).length).toBeLessThan(20);
  });

  it('still knows most of the keys that came last', () => {
    const doorkeeper = new Doorkeeper();
    const keys = Array.from({ length: 10_000 }, (_, index) => `total ${index}`);
    for (const key of keys) doorkeeper.seenBefore(key);
    const known = keys.filter((key) => doorkeeper.seenBefore(key));
    expect(known.length).toBeGreaterThan(8_000);
  });
});
