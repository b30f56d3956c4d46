import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 100;
/** As long as this a queue may say that it has letters, and hand out none. */
const PATIENCE_MS = 10_000;

export interface Look {
  /** Letters that have been handed out so far. */
  readonly seen: () => number;
  /** Whether no more are handed out because of us. */
  readonly busy: () => boolean;
  /** Asks the queue how many it has to hand out. */
  readonly ready: () => Promise<number>;
  readonly signal: AbortSignal;
}

/**
 * Resolves when a queue that should hand out letters has none any more, or `signal` aborts.
 *
 * @returns `withheld` when it has some, and keeps them: another consumer may have it for itself
 */
export async function untilEmpty(look: Look): Promise<'empty' | 'withheld'> {
  let lastSeen = -1;
  let quietMs = 0;
  let wasEmpty = false;
  while (!look.signal.aborted) {
    await sleep(LOOK_AGAIN_MS, undefined, { ref: false });
    if (look.seen() !== lastSeen || look.busy()) {
      lastSeen = look.seen();
      quietMs = 0;
      wasEmpty = false;
      continue;
    }
    quietMs += LOOK_AGAIN_MS;
    const ready = await look.ready();
    if (look.seen() !== lastSeen) continue;
    // Twice, for the first answer may have overtaken letters on their way.
    if (ready === 0 && wasEmpty) return 'empty';
    wasEmpty = ready === 0;
    if (quietMs > PATIENCE_MS) return 'withheld';
  }
  return 'empty';
}
