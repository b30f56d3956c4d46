import { expect, it } from 'vitest';
import { judgeOverload, judgeP99, judgeShare, judgeSize } from '../../src/api-goals.ts';
import type { LoadSample } from '../../src/lines/run-load.ts';
import { growthOf } from '../../src/measure/memory.ts';
import { shareOf, summarizeLoad } from '../../src/report/load-summary.ts';

const sample = (perSecond: number, p99: number, more: Partial<LoadSample> = {}): LoadSample => ({
  seconds: 10,
  requests: perSecond * 10,
  statuses: { 200: perSecond * 10 },
  unsent: 0,
  shedWithoutRetryAfter: 0,
  answeredPerSecond: perSecond,
  ms: { p50: p99 / 4, p95: p99 / 2, p99, max: p99 * 2 },
  lateMs: null,
  bytes: 100,
  cpuSeconds: 5,
  cpuPer100k: { node: 3 },
  ...more,
});
const line = (name: string, ...rounds: LoadSample[]) => summarizeLoad({ line: name, rounds });

it('tells the median of the rounds and how far apart they are', () => {
  const summary = line('a', sample(100, 4), sample(300, 12), sample(200, 8));
  expect(summary).toMatchObject({
    answeredPerSecond: { median: 200, min: 100, max: 300 },
    p99: { median: 8, min: 4, max: 12 },
    ms: { p50: 2, p95: 4, p99: 8, max: 16 },
    cpuPer100k: { node: 3, loadGenerator: 250 },
    loadGeneratorCores: 0.5,
    fault: undefined,
  });
});

it.each([
  [{ statuses: { 200: 5, 503: 2_000, ECONNRESET: 1 } }, '2,000 × 503, 1 × ECONNRESET'],
  [{ unsent: 3 }, '3 not sent'],
  [{ statuses: {}, ms: null }, 'no answer'],
])('finds a fault in %j', (more, fault) => {
  const faulty = line('a', sample(10, 1), sample(10, 1, more));
  expect(faulty.fault).toBe(fault);
  expect(shareOf(faulty, line('b', sample(10, 1)))).toBeUndefined();
  expect(judgeP99(10, faulty)).toMatchObject({ reached: fault, met: false });
});

it('tells nothing of a line that could not be asked but why', () => {
  const refused = summarizeLoad({ line: 'a', rounds: [], refused: 'answers 404' });
  expect(judgeP99(10, refused)).toEqual({
    goal: 'p99 < 10 ms',
    reached: 'answers 404',
    by: 'a',
    met: false,
  });
});

it.each([
  [500, true],
  [499, false],
])('judges %i of 1,000 requests a second', (rate, met) => {
  const hello = line('hello', sample(1_000, 1));
  expect(judgeShare(0.5, line('a', sample(rate, 1)), hello).met).toBe(met);
});

it('judges no share of what was not measured', () => {
  expect(judgeShare(0.5, line('a', sample(1, 1)), undefined)).toMatchObject({ met: null });
  expect(judgeSize(line('a', sample(1, 1)), undefined)).toMatchObject({ met: null });
});

it.each([
  [9.9, true],
  [10, false],
])('judges a p99 of %d ms', (p99, met) => {
  expect(judgeP99(10, line('a', sample(1, p99))).met).toBe(met);
});

it.each([
  [6, true],
  [6.1, false],
])('judges %d ms with many rows when it was 5 ms with few', (p99, met) => {
  const small = line('small', sample(1, 5));
  expect(judgeSize(line('large', sample(1, p99)), small).met).toBe(met);
});

it('judges what becomes of three times the load', () => {
  const good = {
    answeredShare: 0.9,
    shed: 100,
    failures: 0,
    unsent: 5,
    memoryGrowth: 0.05,
    recoveryMs: 0,
  };
  const metOf = (more: Partial<typeof good>) =>
    judgeOverload({ ...good, ...more }, 'a').map(({ met }) => met);
  expect(metOf({})).toEqual([true, true, true, true]);
  expect(metOf({ answeredShare: 0.89, failures: 1 })).toEqual([false, false, true, true]);
  expect(metOf({ memoryGrowth: 0.06, recoveryMs: 20_000 })).toEqual([true, true, false, false]);
  // Nothing was shed, but many were kept waiting.
  expect(metOf({ shed: 0 })).toEqual([true, false, true, true]);
});

it('compares the last third of the looks at the memory with the second', () => {
  expect(growthOf([1, 50, 1, 100, 110, 90, 120, 130, 110])).toBeCloseTo(0.2);
  expect(growthOf([1, 2])).toBeUndefined();
});
