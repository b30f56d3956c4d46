import { describe, expect, it } from 'vitest';
import { readRange } from '../../src/asked-range.ts';

const TODAY = '2026-03-01';

describe('readRange', () => {
  it('takes days, or from and to, or nothing', () => {
    expect(readRange({ days: 1 }, TODAY)).toEqual({ from: TODAY, to: TODAY });
    expect(readRange({ from: '2026-01-01', to: '2026-01-31' }, TODAY)).toEqual({
      from: '2026-01-01',
      to: '2026-01-31',
    });
    expect(readRange({}, TODAY)).toBeUndefined();
  });

  it('takes a leap year, and no day more', () => {
    expect(readRange({ from: '2025-03-01', to: TODAY }, TODAY)).toBeDefined();
    expect(() => readRange({ from: '2025-02-28', to: TODAY }, TODAY)).toThrow(
      'from: must be at most 365 days before to',
    );
  });

  it.each([
    [{ from: '2026-01-01' }, 'to: is required with from'],
    [{ to: '2026-01-01' }, 'from: is required with to'],
    [{ from: '2026-01-02', to: '2026-01-01' }, 'from: must not be after to'],
    [{ from: '2026-01-02', to: '2026-03-02' }, 'to: must not be after today, 2026-03-01 (UTC)'],
    [{ days: 7, from: '2026-01-02' }, 'days: cannot be combined with from'],
    [{ days: 7, to: '2026-01-02' }, 'days: cannot be combined with to'],
  ])('refuses %j', (asked, message) => {
    expect(() => readRange(asked, TODAY)).toThrow(message);
  });
});
