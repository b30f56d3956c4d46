import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './database.ts';
import type { Scene } from './scene.ts';

/** Messages a second, which are more than are counted, for a second: what is too much waits in the queue. */
const BURST = 10_000;
const BURST_MS = 1_000;
const MEASURED_MS = 5_000;

/**
 * How much the replicas of a scene count while as much is published, on the same machine. Resolves when all of that is
 * counted; nothing is published then.
 *
 * @returns by the second
 */
export async function highestRate(
  scene: Scene,
  signal: AbortSignal,
): Promise<{ readonly views: number; readonly messages: number }> {
  const { publisher, ledger, sources } = scene;
  const drained = () => scene.drained();
  const counted = async () => {
    const [row] = await ask<{ n: number }>(
      sources.databaseUrl,
      'SELECT COUNT(*) AS n FROM post_views',
    );
    return { views: row?.n ?? 0, at: performance.now() };
  };
  const rateWhile = async (work: () => Promise<unknown>) => {
    const from = await counted();
    await work();
    const to = await counted();
    return ((to.views - from.views) / (to.at - from.at)) * 1000;
  };
  const messagesPerView = () => publisher.sent / ledger.views.size;

  publisher.setPace(BURST);
  await sleep(BURST_MS, undefined, { signal });
  publisher.setPace(0);
  const alone = await rateWhile(drained);
  if (!(alone > 0)) throw new Error('the burst was counted before anybody could measure it');
  publisher.setPace(alone * messagesPerView());
  const views = await rateWhile(() => sleep(MEASURED_MS, undefined, { signal }));
  publisher.setPace(0);
  await drained();
  return { views, messages: views * messagesPerView() };
}
