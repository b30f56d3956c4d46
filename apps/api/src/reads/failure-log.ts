import { classifyError } from '@post-views/db';
import { type Logger, RepeatingLog } from '@post-views/service';
import { Overloaded } from '../request-errors.ts';
import { CircuitOpen } from './breaker.ts';

/** Says what has failed, at once when it is new, and what goes on once a minute. */
export class FailureLog {
  readonly #failures: RepeatingLog;

  constructor(log: Logger) {
    this.#failures = new RepeatingLog(log);
  }

  /** Callers get an older answer and notice nothing, so the log is the only place where the failure shows. */
  refreshFailed(error: unknown): void {
    if (!isNews(error)) return;
    const { code, reason } = classifyError(error);
    this.#failures.say('warn', { event: 'refresh_failed', code, reason, err: error }, code);
  }

  /** @param route as it is written in the code, if there is one */
  requestFailed(route: string | undefined, error: unknown): void {
    if (!isNews(error)) return;
    const { code, reason } = classifyError(error);
    const fields = { event: 'request_failed', route, code, reason, err: error };
    this.#failures.say('error', fields, `${code} ${route}`);
  }

  /** Says what has not been said yet. */
  end(): void {
    this.#failures.settle();
  }
}

/** Of what is refused without asking anybody, the cause was told before; or it is only counted. */
function isNews(error: unknown): boolean {
  return !(error instanceof Overloaded || error instanceof CircuitOpen);
}
