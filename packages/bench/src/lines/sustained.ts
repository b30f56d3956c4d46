import { quantile } from '../measure/statistics.ts';
import { whole } from '../report/format.ts';
import { needEmpty } from '../stage/broker.ts';
import type { Stage } from '../stage/stage.ts';
import { measureCapacity } from './capacity.ts';
import { measureLatency, TooManyEvents } from './latency.ts';

const TRIAL_SECONDS = 10;
/** One every 50 ms: those of the last two seconds. */
const LAST_PROBES = 40;
const KEEPS_UP_MS = 1_000;
const STEP = 0.9;

/**
 * The highest steady rate that the service keeps up with, to a tenth: views that come one by one cost the broker
 * several times as much as those of somebody who publishes as fast as he can, so that this is less than the
 * capacity. It is looked for from there downwards; at the end of a trial views must be seen within a second.
 *
 * @returns events per second
 */
export async function findSustainedRate(
  stage: Stage,
  seed: number,
  options: { readonly replicas: number; readonly events: number },
): Promise<number> {
  let rate = await measureCapacity(stage, seed, options);
  for (;;) {
    const seenAfter = await tryRate(stage, seed, options.replicas, Math.round(rate));
    if (seenAfter < KEEPS_UP_MS) return rate;
    rate *= STEP;
  }
}

/** @returns how old views are when they are seen, at the end of a trial; what is left of it is gone */
async function tryRate(
  stage: Stage,
  seed: number,
  replicas: number,
  rate: number,
): Promise<number> {
  const { broker, say } = stage;
  try {
    const { ms } = await measureLatency(stage, seed, { replicas, rate, seconds: TRIAL_SECONDS });
    const atTheEnd = quantile(ms.slice(-LAST_PROBES), 0.5);
    say(`at ${whole(rate)} events/s views are seen after ${whole(atTheEnd)} ms at the end`);
    return atTheEnd;
  } catch (error) {
    if (!(error instanceof TooManyEvents)) throw error;
    say(error.message);
    await broker.channel.purgeQueue(broker.queue);
    await needEmpty(broker, broker.queue);
    return Number.POSITIVE_INFINITY;
  }
}
