import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene, World } from '../scene/scene.ts';
import type { Row } from './row.ts';

const SHORT_MS = 10_000;
const LONG_MS = 60_000;
/** From then on they last longer: before, each way has failed once. */
const FIRST_LONG = 4;

export const cutNetwork: Row = {
  number: 9,
  name: 'no way to the broker or the database, silent or refused, for 10 s or 60 s',
  trials: { short: 2, long: 16 },
  replicas: 2,
  // The views of a minute that have gathered are counted before the one that is waited for.
  recoveredWithinMs: 15_000,

  fail: (scene, world, trial) =>
    cutFor(trial < FIRST_LONG ? SHORT_MS : LONG_MS, scene, world, trial),
};

/** As the row does, but never for longer than 10 s. */
export function cutShortly(scene: Scene, world: World, trial: number): Promise<number> {
  return cutFor(SHORT_MS, scene, world, trial);
}

/** In turn: nothing comes through to the broker, or to the database; then connections to each are refused. */
async function cutFor(
  ms: number,
  { proxies }: Scene,
  { signal }: World,
  trial: number,
): Promise<number> {
  const way = trial % 2 === 0 ? proxies.broker : proxies.database;
  if (trial % 4 < 2) way.freeze();
  else await way.cut();
  await sleep(ms, undefined, { signal });
  await way.restore();
  return performance.now();
}
