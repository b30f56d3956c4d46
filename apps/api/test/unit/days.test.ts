import { describe, expect, it } from 'vitest';
import { lastDays } from '../../src/days.ts';

describe('lastDays', () => {
  it('ends with the UTC day of now, oldest first', () => {
    expect(lastDays(3, new Date('2026-03-01T00:00:00Z'))).toEqual({
      from: '2026-02-27',
      to: '2026-03-01',
      all: ['2026-02-27', '2026-02-28', '2026-03-01'],
    });
    expect(lastDays(1, new Date('2026-12-31T23:59:59.999Z')).all).toEqual(['2026-12-31']);
  });

  it('has no gap and no day twice over a whole year', () => {
    const { all } = lastDays(366, new Date('2028-12-31T12:00:00Z'));
    expect(new Set(all).size).toBe(366);
    expect(all[0]).toBe('2028-01-01');
  });
});
