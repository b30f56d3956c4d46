import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, within } from '@post-views/service';
import type { DatabaseClient } from './client.ts';
import { DatabaseLog } from './database-log.ts';
import { inspectDatabase } from './server-check/inspect-database.ts';
import { probeWrites } from './server-check/probe-writes.ts';
import type { Role } from './server-check/session-settings.ts';
import { UnfitDatabase } from './server-check/unfit-database.ts';
import type { WeakSetting } from './server-check/weak-settings.ts';

const FIRST_PAUSE_MS = 100;
/** A database that is away is tried at least this often, so that work begins soon after it is there. */
const LONGEST_PAUSE_MS = 2_000;
/** Settings may be changed, and another server may take over, at any time. */
const LOOK_AGAIN_MS = 10_000;
const STOP_TIMEOUT_MS = 1_000;

export interface DatabaseWatchOptions {
  readonly role: Role;
  readonly log: Logger;
  /** Milliseconds, at most, from one look at a database that is fit to the next. */
  readonly lookAgainMs?: number;
}

export interface DatabaseWatch {
  /** Whether the database was fit to be worked with at least once. */
  readonly reached: boolean;
  /** Resolves when {@link reached} becomes true; never if that does not happen before {@link stop}. */
  readonly whenReached: Promise<void>;
  /** Why this release must not work with the database as it was found last; not that it is away. */
  readonly unfit: UnfitDatabase | undefined;
  /** As they were found last; `undefined` before the database was reached. */
  readonly weakSettings: readonly WeakSetting[] | undefined;
  /** Waits no more than a second for a database that keeps silent. */
  stop(): Promise<void>;
}

/**
 * Looks at the database until it is fit to be worked with, however long that takes, and then again and again;
 * says in the log what is the matter.
 *
 * A look reads ({@link inspectDatabase}). A writer also probes ({@link probeWrites}), each time: the connection may
 * lead to another server now, by another way.
 */
export function watchDatabase(
  db: DatabaseClient,
  { role, log, lookAgainMs = LOOK_AGAIN_MS }: DatabaseWatchOptions,
): DatabaseWatch {
  const end = new AbortController();
  const { promise: whenReached, resolve: reach } = Promise.withResolvers<void>();
  const tell = new DatabaseLog(log);
  let reached = false;
  let fit = false;
  let unfit: UnfitDatabase | undefined;
  let weakSettings: readonly WeakSetting[] | undefined;

  const look = async (): Promise<void> => {
    try {
      const inspection = await inspectDatabase(db, role);
      if (role === 'writer') await probeWrites(db);
      fit = true;
      unfit = undefined;
      ({ weakSettings } = inspection);
      tell.usable(inspection);
      reached = true;
      reach();
    } catch (error) {
      if (end.signal.aborted) return;
      fit = false;
      // Whether it is fit by now, a look that has failed can't tell.
      if (error instanceof UnfitDatabase) unfit = error;
      tell.unusable(error);
    }
  };
  const watch = async (): Promise<void> => {
    let pause = FIRST_PAUSE_MS;
    while (!end.signal.aborted) {
      await look();
      pause = fit ? FIRST_PAUSE_MS : Math.min(2 * pause, LONGEST_PAUSE_MS);
      await pauseFor(fit ? lookAgainMs : pause, end.signal);
    }
  };
  const watching = watch();

  return {
    whenReached,
    get reached() {
      return reached;
    },
    get unfit() {
      return unfit;
    },
    get weakSettings() {
      return weakSettings;
    },
    async stop() {
      end.abort();
      await within(STOP_TIMEOUT_MS, watching);
      tell.end();
    },
  };
}

/** At most `ms`, and a little less at random, so that replicas don't look all at once. */
async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  // It rejects only when it is told to stop, for which the loop looks next.
  await sleep(ms * (1 - Math.random() / 4), undefined, { signal }).catch(() => undefined);
}
