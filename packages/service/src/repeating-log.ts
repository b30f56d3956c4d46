import type { Logger } from './log.ts';

interface Fields {
  readonly event: string;
  readonly [name: string]: unknown;
}

interface Repeated {
  /** How often it came since the last line about it. */
  count: number;
  last: () => void;
  readonly reminder: NodeJS.Timeout;
}

const REMINDER_MS = 60_000;

/**
 * Logs what may happen again and again: at once when it is new, and from then on once a minute, with how
 * often it has been (`times`), for as long as it goes on. So nothing is kept silent, and nothing floods.
 */
export class RepeatingLog {
  readonly #log: Logger;
  readonly #reminderMs: number;
  readonly #known = new Map<string, Repeated>();

  constructor(log: Logger, reminderMs = REMINDER_MS) {
    this.#log = log;
    this.#reminderMs = reminderMs;
  }

  /**
   * @param why tells it from others of the same event: what has another reason is news
   * @returns whether it was said at once
   */
  say(level: 'info' | 'warn' | 'error', fields: Fields, why = ''): boolean {
    const key = `${fields.event} ${why}`;
    const known = this.#known.get(key);
    if (known === undefined) {
      this.#log[level](fields);
      const reminder = setInterval(() => this.#remind(key), this.#reminderMs).unref();
      this.#known.set(key, { count: 0, last: () => undefined, reminder });
      return true;
    }
    known.count += 1;
    known.last = () => this.#log[level]({ ...fields, times: known.count });
    return false;
  }

  /** It is over: says what has not been said, and takes whatever comes for new. */
  settle(): void {
    for (const key of this.#known.keys()) {
      this.#remind(key);
      this.#forget(key);
    }
  }

  #remind(key: string): void {
    const known = this.#known.get(key);
    if (known === undefined) return;
    if (known.count === 0) {
      this.#forget(key);
    } else {
      known.last();
      known.count = 0;
    }
  }

  #forget(key: string): void {
    clearInterval(this.#known.get(key)?.reminder);
    this.#known.delete(key);
  }
}
