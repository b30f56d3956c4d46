import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

/** So many views are in the broker when nobody has counted for a while. */
const BACKLOG = 200;
const GATHERED_WITHIN_MS = 30_000;
const CONFIRMED_WITHIN_MS = 1_000;

/** Whether the broker confirms nothing of what is sent all the time. */
export async function nothingConfirmed({ ledger }: Scene, signal: AbortSignal): Promise<boolean> {
  const before = ledger.views.confirmed;
  await sleep(CONFIRMED_WITHIN_MS, undefined, { signal });
  return ledger.views.confirmed === before;
}

/** Freezes all replicas until they are released, and waits until views have gathered in the queue. */
export async function holdUp(
  { replicas, ledger: { views } }: Scene,
  signal: AbortSignal,
): Promise<Disposable & { release(): void }> {
  const signalAll = (name: NodeJS.Signals) => {
    for (const { program } of replicas) program.signal(name);
  };
  using held = new DisposableStack();
  held.defer(() => signalAll('SIGCONT'));
  signalAll('SIGSTOP');
  const enough = views.confirmed + BACKLOG;
  await until(async () => views.confirmed >= enough, GATHERED_WITHIN_MS, signal);
  const kept = held.move();
  return { release: () => kept.dispose(), [Symbol.dispose]: () => kept.dispose() };
}
