import { classifyError } from '@post-views/db';
import type { Logger, RepeatingLog } from '@post-views/service';
import type { Metrics } from './metrics.ts';
import { retryForever } from './retry.ts';

export interface TryContext {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Keeps the log short while the database is away for long. */
  readonly failures: RepeatingLog;
  /** Ends the attempts, when the messages can't be acknowledged any more. */
  readonly signal: AbortSignal;
  /** Hears how each attempt has ended: with `undefined` if well, otherwise with why not, in our words. */
  readonly onAttempt: (failure: string | undefined) => void;
}

/**
 * Tries what needs the database until it works, and tells of each failure: all of them to `onAttempt` and the
 * metrics, the log only of the first with a code and then of one a minute.
 *
 * @throws when `signal` aborts
 */
export async function keepTrying<T>(attempt: () => Promise<T>, context: TryContext): Promise<T> {
  const { log, metrics, failures, signal, onAttempt } = context;
  const start = performance.now();
  let attempts = 1;
  let told = false;
  const result = await retryForever(attempt, {
    signal,
    onFailure: (error, number) => {
      const { code, kind, reason } = classifyError(error);
      attempts = number + 1;
      onAttempt(`${code}: ${reason}`);
      metrics.writeFailed(code);
      const level = kind === 'retry' ? 'warn' : 'error';
      const fields = { event: 'write_failed', code, reason, attempt: number, err: error };
      if (failures.say(level, fields, code)) told = true;
    },
  });
  onAttempt(undefined);
  const ms = Math.round(performance.now() - start);
  if (told) log.info({ event: 'write_recovered', attempts, ms });
  return result;
}
