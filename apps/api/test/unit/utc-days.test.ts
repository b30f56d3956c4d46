import { daysOf } from '@post-views/db';
import { describe, expect, it } from 'vitest';
import { daysBefore, lastDays } from '../../src/utc-days.ts';

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
