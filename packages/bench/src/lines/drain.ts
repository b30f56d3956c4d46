import { beforeStart, type Observer, watchDrain } from '../measure/watch.ts';
import { needEmpty } from '../stage/broker.ts';
import { holdViews } from '../stage/hold.ts';
import type { Stage } from '../stage/stage.ts';
import { publish } from '../workload/publish.ts';
import type { Workload } from '../workload/workload.ts';
import type { Sample } from './line.ts';
import { startReplicas } from './replicas.ts';

export interface DrainOptions {
  readonly replicas: number;
  /** Settings of the consumer that differ from its defaults. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Sees the consumers in each look at them. */
  readonly observe?: Observer | undefined;
}

/** Messages: with fewer for each replica, how they are shared depends on who comes first. Twice the prefetch. */
const FEW_MESSAGES = 8_000;

/**
 * Has a workload worked off by so many consumers, which begin together.
 *
 * Mostly they find a backlog. When it is so small that those who come first could take all of it, it is
 * published when all are there, so that each gets its share.
 */
export async function drain(
  stage: Stage,
  workload: Workload,
  options: DrainOptions,
): Promise<Sample> {
  const { broker, database, signal } = stage;
  const publishAll = async () => {
    await publish(broker.channel, broker.queue, workload, signal);
  };
  const few = workload.events / workload.eventsPerMessage < FEW_MESSAGES * options.replicas;
  if (!few) await publishAll();
  await stage.settle(database);
  const sample = await workOff(stage, workload, options, few ? publishAll : undefined);
  await needEmpty(broker, broker.queue);
  return sample;
}

async function workOff(
  stage: Stage,
  { events }: Workload,
  { replicas: count, settings, observe }: DrainOptions,
  whenAllAreThere: (() => Promise<void>) | undefined,
): Promise<Sample> {
  const beginning = beforeStart(stage.serverGroups);
  await using consumers = new AsyncDisposableStack();
  // Let go before the consumers are told to stop, or they could not finish.
  await using hold = await holdViews(stage.database);
  const replicas = consumers.use(await startReplicas(stage, count, settings));
  await whenAllAreThere?.();
  await hold.release();
  const { groups, progress } = replicas;
  const watched = { beginning, events, progress, groups, observe, signal: stage.signal };
  const window = await watchDrain(watched);
  return { ...window, peakRssBytes: replicas.peakRssBytes(), writes: await replicas.writes() };
}
