import { describe, expect, it } from 'vitest';
import { daysAheadOf, keptSinceOf, type Partition } from '../../src/partitions/partition.ts';
import { planPartitions } from '../../src/partitions/plan.ts';

const at = (time: string) => Date.parse(`${time}Z`) / 1000;
const FUTURE: Partition = { name: 'p_future', lessThan: Number.POSITIVE_INFINITY };

/** The partitions that there are after the plans of all these times, and what each of them did. */
function after(times: readonly string[], retentionDays?: number) {
  let present: readonly Partition[] = [FUTURE];
  const plans = times.map((time) => {
    const { create, drop } = planPartitions(present, { now: at(time), retentionDays });
    present = [...present.slice(0, -1), ...create, FUTURE].filter((p) => !drop.includes(p.name));
    return { created: create.map(({ name }) => name), dropped: drop };
  });
  return { present, names: present.map(({ name }) => name), last: plans.at(-1) };
}

describe('planPartitions', () => {
  it('begins with yesterday, and goes two weeks ahead', () => {
    const { present, names } = after(['2026-11-24 12:00']);
    expect(names).toHaveLength(1 + 1 + 1 + 14 + 1);
    expect(names.slice(0, 3)).toEqual(['p_history', 'p20261123', 'p20261124']);
    expect(names.slice(-2)).toEqual(['p20261208', 'p_future']);
    expect(present.slice(0, 2).map(({ lessThan }) => lessThan)).toEqual([
      at('2026-11-23 00:00'),
      at('2026-11-24 00:00'),
    ]);
  });

  it('has nothing to do until midnight, and one day then', () => {
    const day = ['2026-11-24 00:00:00', '2026-11-24 23:59:59'];
    expect(after(day, 30).last).toEqual({ created: [], dropped: [] });
    expect(after([...day, '2026-11-25 00:00:00'], 30).last).toEqual({
      created: ['p20261209'],
      dropped: [],
    });
  });

  it('makes up for weeks without a gap, over the end of a leap February and of a year', () => {
    const { names } = after(['2027-12-20 00:00', '2028-02-20 00:00']);
    expect(names.slice(16, 19)).toEqual(['p20280103', 'p20280104', 'p20280105']);
    expect(names).toContain('p20280229');
    expect(names.at(-2)).toBe('p20280305');
    expect(new Set(names).size).toBe(names.length);
  });

  it('keeps what began within the retention, and all of it for ever without one', () => {
    const days = ['2026-11-24 12:00', '2026-11-30 23:59:59'];
    expect(after(days, 3).last?.dropped).toEqual([
      'p_history',
      'p20261123',
      'p20261124',
      'p20261125',
      'p20261126',
    ]);
    expect(after(days).last?.dropped).toEqual([]);
  });

  it('drops p_history like a day, once all of it is old enough', () => {
    const times = ['2026-11-24 12:00', '2026-12-22 23:59:59'];
    expect(after(times, 30).last?.dropped).toEqual([]);
    expect(after([...times, '2026-12-23 00:00:00'], 30).last?.dropped).toEqual(['p_history']);
  });

  it('always leaves days, and p_future, however long nothing was done', () => {
    const { names } = after(['2026-11-24 12:00', '2030-01-01 00:00'], 2);
    expect(names).toHaveLength(2 + 1 + 14 + 1);
    expect(names[0]).toBe('p20291230');
    expect(names.at(-1)).toBe('p_future');
  });

  it('does nothing when the clock goes back', () => {
    const times = ['2026-11-24 12:00', '2026-11-30 12:00', '2026-11-20 12:00'];
    expect(after(times, 2).last).toEqual({ created: [], dropped: [] });
  });
});

describe('keptSinceOf', () => {
  const partition = (name: string): Partition => ({ name, lessThan: at('2026-12-01 00:00') });

  it.each([
    ['p20261124', at('2026-11-24 00:00')],
    ['p_history', 1],
    ['p_future', 1],
    // Its lower edge is not known.
    ['p_november', at('2026-12-01 00:00')],
  ])('of %s', (name, since) => {
    expect(keptSinceOf(partition(name))).toBe(since);
  });

  it('is the beginning for a table without partitions', () => {
    expect(keptSinceOf(undefined)).toBe(1);
  });
});

describe('daysAheadOf', () => {
  it('counts the days after today', () => {
    const { present } = after(['2026-11-24 12:00']);
    expect(daysAheadOf(present, at('2026-11-24 23:59:59'))).toBe(14);
    expect(daysAheadOf(present, at('2026-12-08 00:00:00'))).toBe(0);
    expect(daysAheadOf(present, at('2026-12-10 00:00:00'))).toBe(-2);
    expect(daysAheadOf([FUTURE], at('2026-12-10 00:00:00'))).toBe(-1);
  });
});
