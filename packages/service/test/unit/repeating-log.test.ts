import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLog, RepeatingLog } from '../../src/index.ts';

let lines: Record<string, unknown>[];
let log: RepeatingLog;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  const write = (line: string) => lines.push(JSON.parse(line));
  log = new RepeatingLog(createLog('test', 'info', { write }));
});
afterEach(() => {
  vi.useRealTimers();
});

const said = () => lines.map(({ event, why, times }) => [event, why, times]);
const away = (why: string) => log.say('error', { event: 'away', why }, why);

it('says at once what is new, and once a minute, with how often it came, what goes on', () => {
  for (let second = 0; second < 150; second += 2) {
    away('refused');
    vi.advanceTimersByTime(2_000);
  }
  expect(said()).toEqual([
    ['away', 'refused', undefined],
    ['away', 'refused', 29],
    ['away', 'refused', 30],
  ]);
});

it('takes another reason for news', () => {
  away('refused');
  away('not known');
  away('refused');
  expect(said()).toEqual([
    ['away', 'refused', undefined],
    ['away', 'not known', undefined],
  ]);
});

it('forgets what has not come for a minute', () => {
  away('refused');
  vi.advanceTimersByTime(60_000);
  away('refused');
  expect(said()).toEqual([
    ['away', 'refused', undefined],
    ['away', 'refused', undefined],
  ]);
});

it('keeps nothing to itself when it is over, and takes what comes then for new', () => {
  away('refused');
  away('refused');
  log.settle();
  away('refused');
  expect(said()).toEqual([
    ['away', 'refused', undefined],
    ['away', 'refused', 1],
    ['away', 'refused', undefined],
  ]);
  log.settle();
  expect(vi.getTimerCount()).toBe(0);
});
