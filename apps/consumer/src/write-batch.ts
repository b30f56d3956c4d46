import { classifyError, type DatabaseClient, type PostView, recordViews } from '@post-views/db';
import type { Logger } from '@post-views/service';
import type { Metrics } from './metrics.ts';
import { retryForever } from './retry.ts';

export interface WriteContext {
  readonly db: DatabaseClient;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Ends the retries, when the messages can't be acknowledged any more. */
  readonly signal: AbortSignal;
  /** Hears how each attempt has ended: with `undefined` if well, otherwise with why not, in our words. */
  readonly onAttempt: (failure: string | undefined) => void;
}

export interface RefusedView {
  readonly view: PostView;
  /** Why the database won't have it, in our words. */
  readonly detail: string;
}

/**
 * Gets views into the database, however long that takes: an error that is not the views' own fault is
 * tried again for ever, and meanwhile their messages stay un-acknowledged.
 *
 * When the database refuses a value, the views are halved until the guilty ones stand alone.
 *
 * @returns the guilty ones; all the others are counted
 * @throws when `signal` aborts
 */
export async function writeBatch(
  views: readonly PostView[],
  context: WriteContext,
): Promise<RefusedView[]> {
  const [first] = views;
  if (first === undefined) return [];
  try {
    await record(views, context);
    return [];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code, reason } = classifyError(error);
    if (views.length === 1) return [{ view: first, detail: `${code}: ${reason}` }];
    const middle = Math.ceil(views.length / 2);
    return [
      ...(await writeBatch(views.slice(0, middle), context)),
      ...(await writeBatch(views.slice(middle), context)),
    ];
  }
}

async function record(views: readonly PostView[], context: WriteContext): Promise<void> {
  const { db, log, metrics, signal, onAttempt } = context;
  const start = performance.now();
  const { recorded, duplicates } = await retryForever(() => recordViews(db, views), {
    signal,
    giveUpOn: isRefusal,
    onFailure: (error, attempt) => {
      const { code, kind, reason } = classifyError(error);
      onAttempt(`${code}: ${reason}`);
      metrics.writeFailed(code);
      const fields = { event: 'write_failed', code, reason, attempt, err: error };
      if (kind === 'retry') log.warn(fields);
      else log.error(fields);
    },
  });
  onAttempt(undefined);
  const ms = Math.round(performance.now() - start);
  metrics.written({ recorded, duplicates, seconds: ms / 1000 });
  log.debug({ event: 'batch_written', recorded, duplicates, ms });
}

function isRefusal(error: unknown): boolean {
  return classifyError(error).kind === 'data';
}
