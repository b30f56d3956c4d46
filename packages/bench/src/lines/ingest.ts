import { setTimeout as sleep } from 'node:timers/promises';
import { doneIn } from '../measure/window.ts';
import type { BenchDatabase } from '../stage/database.ts';
import type { Stage } from '../stage/stage.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { startPublisher } from './publisher.ts';
import { startReplicas } from './replicas.ts';

export interface IngestOptions {
  readonly replicas: number;
  /** Events published in a second. */
  readonly rate: number;
  readonly seed: number;
}

export interface Ingested<T> {
  readonly result: T;
  /** All that were published, before and after as well. */
  readonly events: number;
  /** While the work was done. */
  readonly eventsPerSecond: number;
}

/** It is told to stop long before that. */
const LONGEST_SECONDS = 600;
const POLL_MS = 50;
const STALLED_MS = 60_000;

/**
 * Does some work while views are published at a steady rate and consumers write them to the database. In the end
 * all of them are counted.
 */
export async function whileIngesting<T>(
  stage: Stage,
  database: BenchDatabase,
  { replicas: count, rate, seed }: IngestOptions,
  work: () => Promise<T>,
): Promise<Ingested<T>> {
  const { signal } = stage;
  await using started = new AsyncDisposableStack();
  const publisher = started.use(startPublisher(stage));
  const onDatabase = {
    ...stage,
    startConsumer: (env = {}) => stage.startConsumer({ DATABASE_URL: database.url, ...env }),
  };
  const { progress } = started.use(await startReplicas(onDatabase, count));
  await publisher.begin({
    seed,
    events: rate * LONGEST_SECONDS,
    eventsPerMessage: 1,
    posts: ZIPF_POSTS,
    eventsPerSecond: rate,
  });
  const counted = async () => {
    publisher.throwIfEnded();
    return doneIn(await progress());
  };
  const reach = async (events: number) => {
    const deadline = performance.now() + STALLED_MS;
    while (doneIn(await progress()) < events) {
      if (performance.now() > deadline) throw new Error(`not ${events} events are counted`);
      await sleep(POLL_MS, undefined, { signal });
    }
  };

  await reach(1);
  const [before, startedAt] = [await counted(), performance.now()];
  const result = await work();
  const eventsPerSecond = ((await counted()) - before) / ((performance.now() - startedAt) / 1000);
  publisher.stop();
  const { events } = await publisher.published();
  await reach(events);
  await started.disposeAsync();
  await stage.settle(database);
  return { result, events, eventsPerSecond };
}
