import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './database.ts';
import type { Scene } from './scene.ts';

/** More than can be counted anywhere; what is too much waits in the queue. */
const UNBOUNDED = 50_000;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 5_000;

/**
 * How much the replicas of a scene count while more is published than they can count, on the same machine. Resolves
 * when all of that is counted; nothing is published then.
 *
 * @returns by the second
 */
export async function highestRate(
  { publisher, ledger, drained, sources: { databaseUrl } }: Scene,
  signal: AbortSignal,
): Promise<{ readonly views: number; readonly messages: number }> {
  const counted = async () => {
    const [row] = await ask<{ n: number }>(databaseUrl, 'SELECT COUNT(*) AS n FROM post_views');
    return { views: row?.n ?? 0, at: performance.now() };
  };
  publisher.setPace(UNBOUNDED);
  await sleep(WARM_UP_MS, undefined, { signal });
  const from = await counted();
  await sleep(MEASURED_MS, undefined, { signal });
  const to = await counted();
  publisher.setPace(0);
  await drained();
  const views = ((to.views - from.views) / (to.at - from.at)) * 1000;
  return { views, messages: (views * publisher.sent) / ledger.views.size };
}
