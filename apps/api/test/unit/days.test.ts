import { daysOf } from '@post-views/db';
import { describe, expect, it } from 'vitest';
import { daysBefore, lastDays, readDays } from '../../src/days.ts';

const TODAY = '2026-03-01';

describe('lastDays', () => {
  it('ends with today and crosses months', () => {
    const range = lastDays(3, TODAY);
    expect(range).toEqual({ from: '2026-02-27', to: TODAY });
    expect(daysOf(range)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });

  it('knows leap years', () => {
    expect(daysOf(lastDays(2, '2028-03-01'))).toEqual(['2028-02-29', '2028-03-01']);
  });
});

describe('daysBefore', () => {
  it('is as long, and ends the day before', () => {
    expect(daysBefore(lastDays(7, TODAY))).toEqual({ from: '2026-02-16', to: '2026-02-22' });
    expect(daysBefore({ from: TODAY, to: TODAY })).toEqual({
      from: '2026-02-28',
      to: '2026-02-28',
    });
  });
});

describe('readDays', () => {
  it('takes days, or from and to, or nothing', () => {
    expect(readDays({ days: 1 }, TODAY)).toEqual({ from: TODAY, to: TODAY });
    expect(readDays({ from: '2026-01-01', to: '2026-01-31' }, TODAY)).toEqual({
      from: '2026-01-01',
      to: '2026-01-31',
    });
    expect(readDays({}, TODAY)).toBeUndefined();
  });

  it('takes a leap year, and no day more', () => {
    expect(readDays({ from: '2025-03-01', to: TODAY }, TODAY)).toBeDefined();
    expect(() => readDays({ from: '2025-02-28', to: TODAY }, TODAY)).toThrow(
      'from: must be at most 366 days up to and with to',
    );
  });

  it.each([
    [{ from: '2026-01-01' }, 'to: is needed together with from'],
    [{ to: '2026-01-01' }, 'from: is needed together with to'],
    [{ from: '2026-01-02', to: '2026-01-01' }, 'from: must not be after to'],
    [{ from: '2026-01-02', to: '2026-03-02' }, 'to: must not be after today, 2026-03-01 (UTC)'],
    [{ days: 7, from: '2026-01-02' }, 'days: can not go together with from'],
    [{ days: 7, to: '2026-01-02' }, 'days: can not go together with to'],
  ])('refuses %j', (asked, message) => {
    expect(() => readDays(asked, TODAY)).toThrow(message);
  });
});
