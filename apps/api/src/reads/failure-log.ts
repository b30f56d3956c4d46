import { classifyError } from '@post-views/db';
import { type Logger, RepeatingLog } from '@post-views/service';
import { isAway } from './breaker.ts';

export interface FailureLog {
  /** A reading has failed, and an older one was given. */
  say(error: unknown): void;
  /** Says what has not been said yet. */
  end(): void;
}

/** Callers don't notice such a failure, so the log is the only place where it shows. */
export function createFailureLog(log: Logger): FailureLog {
  const failures = new RepeatingLog(log);
  return {
    say(error) {
      if (isAway(error)) return;
      const { code, reason } = classifyError(error);
      failures.say('warn', { event: 'reading_failed', code, reason, err: error }, code);
    },
    end: () => failures.settle(),
  };
}
