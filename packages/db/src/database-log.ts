import { type Logger, Throttle } from '@post-views/service';
import { classifyError } from './errors.ts';
import type { Inspection } from './server-check/inspect-database.ts';

const REMIND_MS = 60_000;

/** Says in the log how the database is: what has changed at once, what lasts once a minute. */
export class DatabaseLog {
  readonly #log: Logger;
  readonly #reminders = new Throttle(REMIND_MS);
  /** What is said once: it lasts until somebody changes it on purpose. */
  readonly #said = new Set<string>();
  #usable = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  usable({ weakSettings, unknownMigrations }: Inspection): void {
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
    const looks = this.#reminders.admit(`${code}: ${reason}`);
    if (looks === 0) return;
    const fields = { event: 'database_unusable', code, reason, looks, err: error };
    if (kind === 'retry') this.#log.warn(fields);
    else this.#log.error(fields);
  }

  #once(key: string, fields: object): void {
    if (this.#said.has(key)) return;
    this.#said.add(key);
    this.#log.warn(fields);
  }
}
