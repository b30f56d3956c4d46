import { expect, it } from 'vitest';
import { judge, judgeCounting } from '../../src/goals.ts';
import type { LineSummary } from '../../src/report/summary.ts';

function line(name: string, median: number, node?: number): LineSummary {
  return {
    line: name,
    rounds: [],
    eventsPerSecond: { median, min: median, max: median },
    cpuPer100k: node === undefined ? {} : { node },
    peakRssBytes: undefined,
  };
}

it('judges the best line of each kind', () => {
  const verdicts = judge({
    article: [line('article', 1_000)],
    single: [line('single 1', 20_000, 1.9), line('single 2', 30_000, 2.6)],
    arrays: [line('arrays 1', 39_000), line('arrays 2', 40_000)],
    database: [line('database 1', 45_000), line('database 2', 50_000)],
  });
  expect(verdicts.map(({ reached, by, met }) => [reached, by, met])).toEqual([
    ['40.0 ×', 'arrays 2', true],
    ['60 %', 'single 2', true],
    ['80 %', 'arrays 2', false],
    ['1.90 s', 'single 1', true],
  ]);
});

it('judges nothing that was not measured', () => {
  const verdicts = judge({ article: [], single: [], arrays: [], database: [] });
  expect(verdicts.map(({ met }) => met)).toEqual([null, null, null, null]);
});

it.each([
  [0, 0, true],
  [1, 0, false],
  [0, 1, false],
])('lets nothing pass but exact counts: %i lost, %i twice', (lost, twice, met) => {
  expect(judgeCounting({ lost, twice }, 'four')).toMatchObject({
    reached: `${lost} lost, ${twice} twice`,
    met,
  });
});
