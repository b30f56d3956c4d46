import { setTimeout as sleep } from 'node:timers/promises';
import type { Power } from '@post-views/servers';

const LOOK_MS = 200;

/**
 * Starts a server again whenever it has ended, as Kubernetes does: one whose disk is full may end at any time, also
 * when it is just starting.
 *
 * @returns disposing of it waits for a start that is under way
 */
export function keepRunning(power: Power, signal: AbortSignal): AsyncDisposable {
  const done = new AbortController();
  const ended = AbortSignal.any([done.signal, signal]);
  // One that has not come up is tried again.
  const startUnlessRuns = async () => {
    if (!(await power.runs())) await power.start();
  };
  const keep = async () => {
    while (!ended.aborted) {
      await startUnlessRuns().catch(() => undefined);
      await sleep(LOOK_MS, undefined, { signal: ended }).catch(() => undefined);
    }
  };
  const keeping = keep();
  return {
    async [Symbol.asyncDispose]() {
      done.abort();
      await keeping;
    },
  };
}
