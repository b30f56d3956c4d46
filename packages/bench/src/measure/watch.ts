import { setTimeout as sleep } from 'node:timers/promises';
import { type Groups, readCpu } from './cpu.ts';
import { chooseWindow, doneIn, type Look, type Window } from './window.ts';

/** What processes have done so far. */
export type Progress = Omit<Look, 'cpu'>;

export interface WatchOptions {
  /** From before the processes were started ({@link beforeStart}). */
  readonly beginning: Look;
  /** All events of the backlog. */
  readonly events: number;
  /** Throws when there can be no more progress, say because a process has ended. */
  readonly progress: () => Promise<Progress>;
  readonly groups: Groups;
  readonly signal: AbortSignal;
  readonly observe?: Observer | undefined;
}

/** Is called at each look, with the processes that are measured and what they have done. */
export type Observer = (pids: readonly number[], events: number) => void;

/** Seldom enough not to be noticed by those who are asked. */
const POLL_MS = 200;
const STALLED_MS = 60_000;

/** Nothing is done yet. */
export function beforeStart(servers: Groups): Look {
  return { done: [], at: Date.now(), cpu: readCpu(servers) };
}

/**
 * Watches a backlog being worked off until all of it is done.
 *
 * @returns the part in which it went on steadily ({@link chooseWindow})
 * @throws when nothing has happened for a minute, when more is done than there was, and when `signal` aborts
 */
export async function watchDrain(options: WatchOptions): Promise<Window> {
  const { beginning, events, groups, observe, signal } = options;
  const looks: Look[] = [beginning];
  let done = 0;
  let lastChange = performance.now();
  while (done < events) {
    await sleep(POLL_MS, undefined, { signal });
    const progress = await options.progress();
    looks.push({ ...progress, cpu: readCpu(groups) });
    observe?.(groups.node ?? [], doneIn(progress));
    if (doneIn(progress) !== done) lastChange = performance.now();
    done = doneIn(progress);
    if (performance.now() - lastChange > STALLED_MS) {
      throw new Error(`stuck at ${done} of ${events} events for ${STALLED_MS / 1000} s`);
    }
  }
  if (done > events) throw new Error(`${done} events are done, but there were ${events}`);
  return chooseWindow(looks);
}
