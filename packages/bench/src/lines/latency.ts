import { setTimeout as sleep } from 'node:timers/promises';
import type { CpuSeconds } from '../measure/cpu.ts';
import { beforeStart, watchDrain } from '../measure/watch.ts';
import { type Api, startApi } from '../stage/api.ts';
import { needEmpty } from '../stage/broker.ts';
import { emptyTables } from '../stage/database.ts';
import type { Stage } from '../stage/stage.ts';
import { verify } from '../stage/verify.ts';
import { PROBE_POST, ZIPF_POSTS } from '../workload/posts.ts';
import type { Workload } from '../workload/workload.ts';
import { startPublisher } from './publisher.ts';
import { startReplicas } from './replicas.ts';
import { warmUpSecondsOf } from './warm-up.ts';

export interface LatencyLine {
  readonly replicas: number;
  /** Events published in a second. */
  readonly rate: number;
  readonly seconds: number;
}

export interface Latencies {
  /** From when an event was due to be published until the first answer of the API that contained it. */
  readonly ms: readonly number[];
  /** How late the publisher itself was, at most. It is part of the latencies. */
  readonly publisherLateMs: number;
  readonly cpuPer100k: CpuSeconds;
}

/** The service can't keep up, so that there is no latency to speak of. */
export class TooManyEvents extends Error {
  override readonly name = 'TooManyEvents';
}

const PROBE_MS = 50;
const POLL_MS = 10;
const TOO_LATE_MS = 30_000;

/**
 * How long it takes until an event is in the answers of the API, while events come at a steady rate, whatever
 * becomes of those before them.
 *
 * Every 50 ms one of them is a view of a post that nobody else views, and the API is asked for its total over
 * and over: the first answer that says n has the nth of these views. Its time counts from when it was due,
 * so that a publisher that is held up doesn't make the figures better.
 */
export async function measureLatency(
  stage: Stage,
  seed: number,
  { replicas: count, rate, seconds }: LatencyLine,
): Promise<Latencies> {
  const { broker, database, signal } = stage;
  await emptyTables(database);
  await stage.settle(database);

  const beginning = beforeStart(stage.serverGroups);
  await using work = new AsyncDisposableStack();
  const publisher = work.use(startPublisher(stage));
  const { groups, progress } = work.use(await startReplicas(stage, count));
  const api = work.use(await startApi(stage));
  const warmUp = warmUpSecondsOf(seconds);
  const workload = await publisher.begin(steady(seed, rate, warmUp + seconds));
  const { events } = workload;
  const [ms, { latestMs }, { cpuPer100k }] = await Promise.all([
    watchProbes(workload, warmUp, api, signal),
    publisher.published(),
    watchDrain({ beginning, events, progress, groups, signal }),
  ]);
  await work.disposeAsync();
  await needEmpty(broker, broker.queue);
  await verify(database, workload);
  return { ms, publisherLateMs: latestMs, cpuPer100k };
}

function steady(seed: number, rate: number, seconds: number): Omit<Workload, 'firstAt'> {
  return {
    seed,
    events: Math.round(rate * seconds),
    eventsPerMessage: 1,
    posts: ZIPF_POSTS,
    eventsPerSecond: rate,
    probeEvery: Math.max(1, Math.round((rate * PROBE_MS) / 1000)),
  };
}

/** @throws {TooManyEvents} when an event is not there in time */
async function watchProbes(
  workload: Workload,
  warmUp: number,
  api: Api,
  signal: AbortSignal,
): Promise<number[]> {
  const { events, firstAt, eventsPerSecond, probeEvery = 1 } = workload;
  const probes = Math.ceil(events / probeEvery);
  const dueAt = (probe: number) => firstAt + ((probe * probeEvery) / eventsPerSecond) * 1000;
  const warm = firstAt + warmUp * 1000;
  const ms: number[] = [];
  for (let seen = 0; seen < probes; ) {
    await sleep(POLL_MS, undefined, { signal });
    const total = await api.totalOf(PROBE_POST);
    const now = Date.now();
    for (; seen < total; seen++) if (dueAt(seen) >= warm) ms.push(now - dueAt(seen));
    if (seen < probes && now - dueAt(seen) > TOO_LATE_MS) {
      throw new TooManyEvents(
        `${eventsPerSecond} events a second are too many: an event is not there in time`,
      );
    }
  }
  return ms;
}
