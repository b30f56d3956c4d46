import { type Logger, RepeatingLog } from '@post-views/service';
import { classifyError } from './errors.ts';
import type { Inspection } from './server-check/inspect-database.ts';

/** Says in the log how the database is: what has changed at once, what lasts once a minute. */
export class DatabaseLog {
  readonly #log: Logger;
  readonly #failures: RepeatingLog;
  /** What is said once: it lasts until somebody changes it on purpose. */
  readonly #said = new Set<string>();
  #usable = false;

  constructor(log: Logger) {
    this.#log = log;
    this.#failures = new RepeatingLog(log);
  }

  usable({ weakSettings, unknownMigrations }: Inspection): void {
    if (!this.#usable) this.#failures.settle();
    if (!this.#usable) this.#log.info({ event: 'database_usable' });
    this.#usable = true;
    for (const weak of weakSettings) {
      this.#once(`${weak.setting}=${weak.value}`, { event: 'weak_setting', ...weak });
    }
    if (unknownMigrations.length > 0) {
      const migrations = unknownMigrations.join(', ');
      this.#once(migrations, { event: 'schema_ahead', migrations });
    }
  }

  unusable(error: unknown): void {
    this.#usable = false;
    const { code, kind, reason } = classifyError(error);
    const level = kind === 'retry' ? 'warn' : 'error';
    const fields = { event: 'database_unusable', code, reason, err: error };
    this.#failures.say(level, fields, `${code}: ${reason}`);
  }

  /** Says what has not been said yet. */
  end(): void {
    this.#failures.settle();
  }

  #once(key: string, fields: object): void {
    if (this.#said.has(key)) return;
    this.#said.add(key);
    this.#log.warn(fields);
  }
}
