import { expect, it } from 'vitest';
import { metricByLabel, metricOf } from '../../src/measure/scrape.ts';
import { addWrites } from '../../src/measure/writes.ts';
import { summarizeDeadlocks } from '../../src/report/deadlocks.ts';

const METRICS = [
  '# TYPE analytics_write_failures_total counter',
  'analytics_write_failures_total{code="ER_LOCK_DEADLOCK"} 3',
  'analytics_write_failures_total{code="ECONNRESET"} 0',
  'analytics_batch_write_seconds_count 1200',
  '',
].join('\n');

it('reads metrics by name, and by label', () => {
  expect(metricOf(METRICS, 'analytics_batch_write_seconds_count')).toBe(1200);
  expect(metricOf(METRICS, 'analytics_batch_write_seconds')).toBe(0);
  expect([...metricByLabel(METRICS, 'analytics_write_failures_total')]).toEqual([
    ['ER_LOCK_DEADLOCK', 3],
    ['ECONNRESET', 0],
  ]);
});

it('adds what consumers have written, and only the failures that came', () => {
  const writes = { transactions: 100, failures: { ER_LOCK_DEADLOCK: 1, ECONNRESET: 0 } };
  expect(addWrites([writes, writes])).toEqual({
    transactions: 200,
    failures: { ER_LOCK_DEADLOCK: 2 },
  });
});

it('tells deadlocks from what else was tried again, and how many there are in 1,000 transactions', () => {
  const round = {
    ...{ events: 900, seconds: 1, eventsPerSecond: 900, cpuPer100k: {}, whole: false },
    writes: { transactions: 500, failures: { ER_LOCK_DEADLOCK: 3, ECONNRESET: 1 } },
    miscounts: { lost: 1, twice: 2 },
  };
  expect(summarizeDeadlocks([round, round], 1000)).toEqual({
    events: 2000,
    transactions: 1000,
    deadlocks: 6,
    deadlocksPer1000: 6,
    otherFailures: { ECONNRESET: 2 },
    lost: 2,
    twice: 4,
  });
});
