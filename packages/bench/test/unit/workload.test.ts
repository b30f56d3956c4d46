import { seededRandom } from '@post-views/testing/random';
import { describe, expect, it } from 'vitest';
import { bodiesOf, eventsOf, expectedOf, meanEventBytes } from '../../src/workload/events.ts';
import { ONE_POST, PROBE_POST, ZIPF_POSTS } from '../../src/workload/posts.ts';
import { uuidV4, uuidV7 } from '../../src/workload/random.ts';
import type { Workload } from '../../src/workload/workload.ts';
import { zipf } from '../../src/workload/zipf.ts';

const workload: Workload = {
  seed: 1,
  events: 1_000,
  eventsPerMessage: 1,
  posts: ZIPF_POSTS,
  firstAt: Date.parse('2026-11-24T23:59:59.950Z'),
  eventsPerSecond: 10_000,
};

describe('zipf', () => {
  it('draws each rank as often as its law says', () => {
    const draw = zipf(1_000, seededRandom(42));
    const counts = new Float64Array(1_000);
    const draws = 200_000;
    for (let n = 0; n < draws; n++) {
      const rank = draw();
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
    const sum = Array.from(counts, (_, rank) => 1 / (rank + 1)).reduce((a, b) => a + b);
    for (const rank of [0, 1, 2, 9, 99]) {
      const expected = draws / (rank + 1) / sum;
      expect(counts[rank]).toBeGreaterThan(expected - 5 * Math.sqrt(expected));
      expect(counts[rank]).toBeLessThan(expected + 5 * Math.sqrt(expected));
    }
  });

  it('draws the first and the last rank at the ends, and nothing beyond', () => {
    expect(zipf(10, () => 0)()).toBe(0);
    expect(zipf(10, () => 1 - Number.EPSILON)()).toBe(9);
    expect(zipf(1, () => 0.5)()).toBe(0);
  });
});

describe('uuids', () => {
  it('have their version and variant', () => {
    const random = seededRandom(7);
    for (let n = 0; n < 1_000; n++) {
      expect(uuidV4(random)).toMatch(
        /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      );
      expect(uuidV7(n, random)).toMatch(
        /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      );
    }
  });

  it('of version 7 begin with their time', () => {
    const ms = Date.parse('2026-11-24T14:09:02.123Z');
    const hex = uuidV7(ms, seededRandom(1)).replaceAll('-', '').slice(0, 12);
    expect(Number.parseInt(hex, 16)).toBe(ms);
  });
});

describe('a workload', () => {
  it('is the same each time, and another one with another seed', () => {
    expect([...eventsOf(workload)]).toEqual([...eventsOf(workload)]);
    expect([...eventsOf({ ...workload, seed: 2 })]).not.toEqual([...eventsOf(workload)]);
  });

  it('has events of about 330 bytes, each with an id of its own', () => {
    expect(Math.abs(meanEventBytes() - 330)).toBeLessThan(20);
    expect(new Set([...eventsOf(workload)].map(({ event_id }) => event_id)).size).toBe(1_000);
  });

  it('holds the same events in arrays, the last of which may be shorter', () => {
    const arrays = [...bodiesOf({ ...workload, eventsPerMessage: 300 })].map(
      (body) => JSON.parse(body.toString()) as unknown[],
    );
    expect(arrays.map(({ length }) => length)).toEqual([300, 300, 300, 100]);
    expect(arrays.flat()).toEqual([...eventsOf(workload)]);
  });

  it('knows what the tables must hold, day by day', () => {
    const { totals, days } = expectedOf({ ...workload, posts: ONE_POST });
    const [post] = totals.keys();
    expect([...totals.values()]).toEqual([1_000]);
    expect(days).toEqual(
      new Map([
        [`${post} 2026-11-24`, 500],
        [`${post} 2026-11-25`, 500],
      ]),
    );
  });

  it('falls on several days in turn, the later ones before', () => {
    const inTurn = { ...workload, posts: ONE_POST, firstAt: Date.parse('2026-11-24T12:00Z') };
    const days = [...expectedOf({ ...inTurn, days: 2 }).days];
    expect(days.map(([name, count]) => [name.slice(-10), count])).toEqual([
      ['2026-11-24', 500],
      ['2026-11-23', 500],
    ]);
  });

  it('has a view of the probe at regular distances, and the others as without', () => {
    const probed = [...eventsOf({ ...workload, probeEvery: 100 })];
    const probes = probed.flatMap(({ post_uuid }, n) => (post_uuid === PROBE_POST ? [n] : []));
    expect(probes).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(probed[1]).toEqual([...eventsOf(workload)][1]);
  });
});
