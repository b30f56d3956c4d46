import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDaysWriters, everyDay } from '../../src/answers/daily.ts';
import { dailyViews } from '../../src/schemas.ts';

const TODAY = '2026-11-24';
const DAYS = ['2026-11-22', '2026-11-23', TODAY];

describe('createDaysWriters', () => {
  it('writes what the schema writes of the same days, with and without views', () => {
    const writerOf = createDaysWriters();
    const day = fc.constantFrom(...DAYS);
    const range = fc.tuple(day, day).map((both) => both.toSorted() as [string, string]);
    const viewsOn = fc.dictionary(day, fc.maxSafeNat());
    fc.assert(
      fc.property(range, fc.option(viewsOn), ([from, to], seen) => {
        const byDay = seen === null ? undefined : new Map(Object.entries(seen));
        const days = DAYS.filter((asked) => asked >= from && asked <= to);
        const encoded = z.encode(z.array(dailyViews), everyDay(byDay, days, TODAY));
        expect(writerOf({ from, to }, TODAY)(byDay)).toBe(JSON.stringify(encoded));
      }),
    );
  });

  it('knows of a range which of its days is open once another day has begun', () => {
    const writerOf = createDaysWriters();
    const range = { from: TODAY, to: TODAY };
    expect(writerOf(range, TODAY)(undefined)).toContain('"partial":true');
    expect(writerOf(range, '2026-11-25')(undefined)).toContain('"partial":false');
  });
});
