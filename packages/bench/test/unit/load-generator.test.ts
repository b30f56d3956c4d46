import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/load-generator/connections.ts';
import { askInTurn, askOnTime } from '../../src/load-generator/loops.ts';
import { evenly } from '../../src/load-generator/schedule.ts';
import { createTally } from '../../src/load-generator/tally.ts';

const OK = { status: 200, bytes: 10, hasRetryAfter: false };
const next = () => ({ method: 'GET', path: '/' }) as const;

/** Answers after some milliseconds. */
function connection(ms: () => number): Connection {
  return {
    ask: (_, done) => void setTimeout(() => done(OK), ms()),
    close: async () => undefined,
  };
}

describe('evenly', () => {
  it('tells each request once, when it is due', () => {
    const schedule = evenly(100, 0.05);
    const due = (elapsed: number) => schedule.next(elapsed);
    expect([due(0), due(0), due(9.9), due(10), due(35), due(35), due(35)]).toEqual([
      0,
      undefined,
      undefined,
      10,
      20,
      30,
      undefined,
    ]);
    expect(schedule.isOver()).toBe(false);
    expect([due(1_000), due(1_000)]).toEqual([40, undefined]);
    expect(schedule.isOver()).toBe(true);
  });
});

describe('createTally', () => {
  it('counts what falls into the part that is measured', () => {
    const tally = createTally(1_000, 2);
    for (const [at, ms] of [
      [999, 1],
      [1_000, 2],
      [2_999, 4],
      [3_000, 8],
    ] as const) {
      tally.answered(OK, at);
      tally.timed(at, ms);
      tally.seen(at, at + ms);
      tally.unsent(at);
    }
    tally.answered({ status: 503, bytes: 0, hasRetryAfter: true }, 1_500);
    tally.answered({ status: 503, bytes: 0, hasRetryAfter: false }, 1_500);
    tally.answered({ status: 'ECONNRESET', bytes: 0, hasRetryAfter: false }, 1_500);
    expect(tally.result(0.5)).toMatchObject({
      seconds: 2,
      requests: 7,
      statuses: { 200: 2, 503: 2, ECONNRESET: 1 },
      unsent: 2,
      shedWithoutRetryAfter: 1,
      answeredPerSecond: 1,
      ms: { p50: 3, max: 4 },
      lateMs: { p50: 3, max: 4 },
      bytes: 10,
      cpuSeconds: 0.5,
    });
  });

  it('has no times when nothing was answered', () => {
    expect(createTally(0, 1).result(0)).toMatchObject({ answeredPerSecond: 0, ms: null });
  });
});

describe('askOnTime', () => {
  const measure = async (connections: Connection[], mayWait: number, group?: number) => {
    const begin = performance.now();
    const tally = createTally(begin, 0.2);
    await askOnTime({ connections, next, tally }, evenly(100, 0.2), { begin, mayWait, group });
    return tally.result(0);
  };

  it('counts the time from when a request was due, also when it had to wait for a connection', async () => {
    let asked = 0;
    const stalls = connection(() => (asked++ === 0 ? 150 : 0));
    const { requests, unsent, ms, lateMs } = await measure([stalls], 100);
    expect([requests, unsent]).toEqual([20, 0]);
    // It was the server that was late.
    expect(lateMs?.p50).toBeLessThan((ms?.p50 ?? 0) / 2);
    // A closed loop would have one slow answer: here all that were due meanwhile are slow.
    expect(ms?.p50).toBeGreaterThan(50);
  });

  it('does not send what is due when too many are on their way', async () => {
    const { requests, unsent } = await measure([connection(() => 500)], 3);
    expect([requests, unsent]).toEqual([20, 16]);
  });

  it('times a group by the last of its answers', async () => {
    const told: string[] = [];
    const tally = {
      ...createTally(0, 1),
      answered: () => void told.push('answered'),
      timed: () => void told.push('timed'),
    };
    const connections = [connection(() => 0), connection(() => 30)];
    const options = { begin: performance.now(), mayWait: 0, group: 2 };
    await askOnTime({ connections, next, tally }, evenly(10, 0.1), options);
    expect(told).toEqual(['answered', 'answered', 'timed']);
  });

  it('does not time a group of which an answer is missing', async () => {
    const refuses: Connection = {
      ask: (_, done) => done({ ...OK, status: 503 }),
      close: async () => undefined,
    };
    const { requests, ms } = await measure([connection(() => 0), refuses], 0, 2);
    expect(requests).toBe(40);
    expect(ms).toBeNull();
  });
});

it('askInTurn has one request on its way over each connection', async () => {
  let [now, most] = [0, 0];
  const counting = (): Connection => ({
    ask(_, done) {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        done(OK);
      }, 1);
    },
    close: async () => undefined,
  });
  const begin = performance.now();
  const tally = createTally(begin, 0.1);
  const connections = [counting(), counting(), counting()];
  await askInTurn({ connections, next, tally }, begin + 100);
  expect(most).toBe(3);
  expect(tally.result(0).requests).toBeGreaterThan(10);
});
