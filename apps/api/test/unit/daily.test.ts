import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDaysWriter, everyDay } from '../../src/answers/daily.ts';
import { dailyViews } from '../../src/schemas.ts';

const TODAY = '2026-11-24';
const DAYS = ['2026-11-22', '2026-11-23', TODAY];

describe('createDaysWriter', () => {
  it('writes what the schema writes of the same days, with and without views', () => {
    const viewsOn = fc.dictionary(fc.constantFrom(...DAYS), fc.maxSafeNat());
    const days = fc.subarray(DAYS, { minLength: 1 });
    fc.assert(
      fc.property(days, fc.option(viewsOn), (asked, seen) => {
        const byDay = seen === null ? undefined : new Map(Object.entries(seen));
        const encoded = z.encode(z.array(dailyViews), everyDay(byDay, asked, TODAY));
        expect(createDaysWriter(asked, TODAY)(byDay)).toBe(JSON.stringify(encoded));
      }),
    );
  });
});
