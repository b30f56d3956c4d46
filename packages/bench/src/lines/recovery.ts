import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from '../workload/requests.ts';
import type { Target } from './run-load.ts';

/** So many good answers in a row are no accident. */
const IN_A_ROW = 20;
const QUICK_MS = 100;
const PAUSE_MS = 10;
const LIMIT_MS = 30_000;

/**
 * Asks one request after the other until 20 in a row are answered with 2xx, each within 100 ms.
 *
 * @returns how long it took until the first of these, in milliseconds; `null` when it takes longer than 30 s
 */
export async function watchRecovery(
  { url, headers }: Target,
  next: () => Request,
  signal: AbortSignal,
): Promise<number | null> {
  const beganAt = performance.now();
  let [good, since] = [0, beganAt];
  while (performance.now() - beganAt < LIMIT_MS) {
    const askedAt = performance.now();
    const isGood = await answers(`${url}${next().path}`, headers);
    if (!isGood || performance.now() - askedAt > QUICK_MS) good = 0;
    else {
      if (good === 0) since = askedAt;
      good += 1;
    }
    if (good === IN_A_ROW) return since - beganAt;
    await sleep(PAUSE_MS, undefined, { signal });
  }
  return null;
}

async function answers(url: string, headers: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(LIMIT_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
