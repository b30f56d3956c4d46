import { describe, expect, it } from 'vitest';
import { Doorkeeper } from '../../src/reads/doorkeeper.ts';

const KEYS = Array.from({ length: 1_000 }, (_, n) => `total 0b6f3a52-9f0c-4f5e-8a55-${n}`);

describe('Doorkeeper', () => {
  it('knows a key from the second time on', () => {
    const doorkeeper = new Doorkeeper();
    expect(doorkeeper.seenBefore('a')).toBe(false);
    expect(doorkeeper.seenBefore('b')).toBe(false);
    expect(doorkeeper.seenBefore('a')).toBe(true);
  });

  it('hardly ever takes a key for another, or forgets one', () => {
    const doorkeeper = new Doorkeeper();
    const seen = () => KEYS.filter((key) => doorkeeper.seenBefore(key)).length;
    expect(seen()).toBe(0);
    // Two keys of one slot push each other out: some eight of a thousand in 65,536.
    expect(seen()).toBeGreaterThan(950);
  });
});
