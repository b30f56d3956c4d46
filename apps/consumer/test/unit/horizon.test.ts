import { describe, expect, it } from 'vitest';
import { horizonOf } from '../../src/horizon.ts';

const at = (time: string) => Date.parse(`${time}Z`) / 1000;

describe('horizonOf', () => {
  it('is the start of the day so many days before today, and goes on at midnight', () => {
    const horizon = (time: string) => horizonOf(3, 1, at(time));
    expect(horizon('2026-11-24T00:00:00')).toBe(at('2026-11-21T00:00:00'));
    expect(horizon('2026-11-24T23:59:59.999')).toBe(at('2026-11-21T00:00:00'));
    expect(horizon('2026-11-25T00:00:00')).toBe(at('2026-11-22T00:00:00'));
  });

  it('is never before what the database still has', () => {
    const keptSince = at('2026-11-23T00:00:00');
    expect(horizonOf(3, keptSince, at('2026-11-24T12:00:00'))).toBe(keptSince);
    expect(horizonOf(undefined, keptSince, at('2030-01-01T00:00:00'))).toBe(keptSince);
  });

  it('is the beginning as long as nothing goes', () => {
    expect(horizonOf(undefined, 1, at('2026-11-24T12:00:00'))).toBe(1);
    expect(horizonOf(36_500, 1, at('2026-11-24T12:00:00'))).toBe(1);
  });
});
