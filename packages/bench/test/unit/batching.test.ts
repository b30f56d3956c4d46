import { expect, it } from 'vitest';
import { renderBatching, summarizeBatching } from '../../src/report/batching.ts';
import { summarizeLoad } from '../../src/report/load-summary.ts';

const requests = { kind: 'total', order: 'each', posts: 1_000 } as const;

function summaryOf(line: string, group: number, rounds: readonly (readonly [number, number])[]) {
  const samples = rounds.map(([ms, statementsPerPage]) => ({
    seconds: 2,
    requests: 80 * group,
    statuses: { 200: 80 * group },
    unsent: 0,
    shedWithoutRetryAfter: 0,
    answeredPerSecond: 40 * group,
    ms: { p50: ms, p95: ms * 2, p99: ms * 3, max: ms * 4 },
    lateMs: null,
    bytes: 100,
    cpuSeconds: 1,
    cpuPer100k: { node: 10 },
    statementsPerPage,
  }));
  return summarizeBatching({ group, requests }, summarizeLoad({ line, rounds: samples }));
}

it('tells what a page costs, whether it takes one request or fifty', () => {
  expect(
    summaryOf('singles', 50, [
      [30, 9],
      [20, 5],
      [10, 7],
    ]),
  ).toEqual({
    line: 'singles',
    requestsPerPage: 50,
    heat: 'cold',
    pagesPerSecond: { median: 40, min: 40, max: 40 },
    lastAnswerMs: {
      p50: { median: 20, min: 10, max: 30 },
      p95: { median: 40, min: 20, max: 60 },
    },
    // 10 s for 100,000 requests are 0.1 ms for one.
    cpuMs: { api: { median: 5, min: 5, max: 5 }, database: undefined },
    statements: { median: 7, min: 5, max: 9 },
    fault: undefined,
  });
});

it('shows how many times as much single requests take', () => {
  const lines = [summaryOf('batch', 1, [[5, 1]]), summaryOf('singles', 50, [[20, 3]])];
  const rows = renderBatching(lines).split('\n');
  expect(rows.at(-2)?.split(/ {2,}/)).toEqual([
    '',
    'as many times as much',
    '4.00 ×',
    '4.00 ×',
    '50.0 ×',
    '–',
    '3.00 ×',
  ]);
});

it('compares with nothing what was measured alone', () => {
  expect(renderBatching([summaryOf('batch', 1, [[5, 1]])])).not.toContain('as many times');
});
