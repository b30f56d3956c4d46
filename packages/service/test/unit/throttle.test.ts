import { expect, it } from 'vitest';
import { Throttle } from '../../src/index.ts';

it('lets the first of a kind through, then one in each period, with how many there were', () => {
  let now = 0;
  const throttle = new Throttle(60_000, () => now);
  expect(throttle.admit('refused')).toBe(1);
  expect(throttle.admit('lost')).toBe(1);
  for (now = 2_000; now < 60_000; now += 2_000) expect(throttle.admit('refused')).toBe(0);
  expect(throttle.admit('refused')).toBe(30);
  expect(throttle.admit('lost')).toBe(1);
  now += 59_999;
  expect(throttle.admit('refused')).toBe(0);
});
