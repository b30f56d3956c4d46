import { expect, it } from 'vitest';
import { daysOf } from '../../src/queries/day-range.ts';

it('is each day of a range, both ends included', () => {
  expect(daysOf({ from: '2026-11-24', to: '2026-11-24' })).toEqual(['2026-11-24']);
  expect(daysOf({ from: '2028-02-28', to: '2028-03-01' })).toEqual([
    '2028-02-28',
    '2028-02-29',
    '2028-03-01',
  ]);
  const year = daysOf({ from: '2027-12-31', to: '2028-12-30' });
  expect([year.length, year.at(-1)]).toEqual([366, '2028-12-30']);
});
