import { setTimeout as sleep } from 'node:timers/promises';
import { classifyError } from '@post-views/db';
import { within } from '@post-views/service';

export interface BreakerOptions {
  /** Asks the database for nothing, on a connection that no statement waits for. */
  readonly probe: () => Promise<unknown>;
  /** Milliseconds that the first probe may take before the database is taken to be away. */
  readonly patienceMs: number;
  /** Milliseconds from the end of one probe to the next. */
  readonly pauseMs: number;
}

/** What has become of a probe; `unclear` says nothing of whether the database is there. */
type Probed = 'answered' | 'lost' | 'unclear';

/** The circuit breaker has answered instead of the database. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
}

/**
 * Spares callers the wait for a database that is away.
 *
 * - Closed, at first: statements pass. When one is lost, which means that its connection is gone or that there was none, a
 *   probe finds out whether that was an accident of this connection.
 * - Open, when that probe is lost as well, or is not answered within `patienceMs`: statements fail at once with
 *   {@link CircuitOpen}, also those that wait already. Nobody waits for a probe; one follows the other, `pauseMs` apart.
 * - Closed again as soon as a probe is answered; nothing else closes it.
 *
 * What says nothing of other statements (a timeout on the server, a missing table, no room for more connections) has
 * no effect.
 *
 * @see https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker
 */
export class CircuitBreaker {
  readonly #options: BreakerOptions;
  readonly #end = new AbortController();
  readonly #waiting = new Set<(reason: CircuitOpen) => void>();
  #state: 'closed' | 'doubtful' | 'open' = 'closed';

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  /** @throws {CircuitOpen}, or what `ask` throws */
  run<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#state === 'open') return Promise.reject(new CircuitOpen());
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.add(reject);
    const settled = () => this.#waiting.delete(reject);
    ask().then(
      (value) => {
        settled();
        resolve(value);
      },
      (error: unknown) => {
        settled();
        reject(error);
        if (isLost(error) && this.#state === 'closed') void this.#verify();
      },
    );
    return promise;
  }

  /** Probes no more. */
  end(): void {
    this.#end.abort();
  }

  async #verify(): Promise<void> {
    this.#state = 'doubtful';
    const probe = this.#probe();
    const inTime = await Promise.race([probe, within(this.#options.patienceMs, probe)]);
    if (inTime === 'lost' || inTime === 'too late') {
      this.#open();
      await this.#untilAnswered(probe);
    }
    this.#state = 'closed';
  }

  async #untilAnswered(first: Promise<Probed>): Promise<void> {
    let probe = first;
    while ((await probe) !== 'answered' && !this.#end.signal.aborted) {
      await this.#pause();
      probe = this.#probe();
    }
  }

  #open(): void {
    this.#state = 'open';
    for (const refuse of this.#waiting) refuse(new CircuitOpen());
    this.#waiting.clear();
  }

  async #probe(): Promise<Probed> {
    try {
      await this.#options.probe();
      return 'answered';
    } catch (error) {
      return isLost(error) ? 'lost' : 'unclear';
    }
  }

  async #pause(): Promise<void> {
    const { signal } = this.#end;
    // It rejects only when it is to end, for which the loop looks next.
    await sleep(this.#options.pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Codes of a server that is there, but has no room for one more connection. */
const FULL: ReadonlySet<string> = new Set([
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
]);

/** The connection is gone, or there was none. */
function isLost(error: unknown): boolean {
  const { code, kind, replaceConnection } = classifyError(error);
  return kind === 'retry' && replaceConnection === true && !FULL.has(code);
}
