import { LRUCache } from 'lru-cache';
import { Doorkeeper } from './doorkeeper.ts';

/** What was read, and when reading began: it holds all that was committed before. */
export interface CacheEntry<V> {
  readonly value: V;
  /** By the wall clock, for callers. */
  readonly asOf: Date;
}

export type CacheResult<V> = CacheEntry<V> & {
  /** It is older than it may be, since nothing newer can be read at the moment. */
  readonly stale: boolean;
};

/** Reads anew, `asOf` now. */
export type Load<V> = (asOf: Date) => Promise<V>;

/** How an answer was obtained. */
export type ReadOutcome = 'fresh' | 'revalidating' | 'coalesced' | 'loaded' | 'stale' | 'failed';

export interface ReadCacheOptions<V> {
  /** Milliseconds, from when reading it began, for which an entry is as good as a new one. */
  readonly freshMs: number;
  /** Milliseconds, from when reading it began, for which it is still given while a new one is read in the background. */
  readonly staleWhileRevalidateMs: number;
  /** Milliseconds, from when reading it began, for which it is given when nothing newer can be read. */
  readonly staleIfErrorMs: number;
  /** Milliseconds for which a reading is waited for where there is an older answer to give. */
  readonly patienceMs: number;
  /** Milliseconds, after a reading has failed, for which an older answer is given without reading again. */
  readonly retryMs: number;
  /** Of all values together. */
  readonly maxBytes: number;
  readonly sizeOf: (value: V) => number;
  readonly now: () => Date;
  /** Milliseconds since whenever: ages must not change when somebody sets the wall clock. */
  readonly monotonicMs: () => number;
  /** Hears of each answer how it was obtained. */
  readonly onRead?: (outcome: ReadOutcome) => void;
  /** Hears of each reading that failed while an older one could be given. */
  readonly onFailure?: (error: unknown) => void;
}

interface Kept<V> extends CacheEntry<V> {
  /** When reading it began, and when reading it anew failed last; by the monotonic clock. */
  readonly readAt: number;
  failedAt: number;
}

interface Loading<V> {
  readonly beganAt: number;
  readonly entry: Promise<Kept<V>>;
}

/** What an entry takes beside its key and its value. */
const ENTRY_BYTES = 600;

/**
 * Keeps what was read for as long as it may be given, as RFC 5861 has it. An entry is
 *
 * - fresh at first: it is given;
 * - stale after `freshMs`: it is given, and a new one is read in the background (stale-while-revalidate);
 * - too old for that after `staleWhileRevalidateMs`: a new one is waited for. If reading fails or takes longer than
 *   `patienceMs`, the old one is given, and told to be stale (stale-if-error); reading goes on for whoever comes next;
 * - gone after `staleIfErrorMs`.
 *
 * Whoever asks for what is being read already waits for the same reading. What was asked for once only is not kept
 * ({@link Doorkeeper}).
 *
 * @see https://www.rfc-editor.org/rfc/rfc5861
 */
export class ReadCache<V> {
  readonly #options: ReadCacheOptions<V>;
  readonly #entries: LRUCache<string, Kept<V>>;
  readonly #loading = new Map<string, Loading<V>>();
  readonly #doorkeeper = new Doorkeeper();

  constructor(options: ReadCacheOptions<V>) {
    this.#options = options;
    const { maxBytes, sizeOf } = options;
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ value }, key) => ENTRY_BYTES + key.length + sizeOf(value),
    });
  }

  /**
   * Gives what need not be waited for.
   *
   * @param load reads anew, if it is time to
   */
  getUsable(key: string, load: Load<V>): CacheEntry<V> | undefined {
    const kept = this.#entries.get(key);
    if (kept === undefined) return undefined;
    const { freshMs, staleWhileRevalidateMs, onRead } = this.#options;
    const age = this.#since(kept.readAt);
    if (age > staleWhileRevalidateMs) return undefined;
    if (age > freshMs) this.#revalidate(key, kept, load);
    onRead?.(age > freshMs ? 'revalidating' : 'fresh');
    return kept;
  }

  /**
   * Reads, or waits for who is reading the same already.
   *
   * @throws what `load` throws, if there is nothing older to give
   */
  async read(key: string, load: Load<V>): Promise<CacheResult<V>> {
    const kept = this.#keptIfError(key);
    if (kept && this.#hasFailed(kept)) return this.#result(kept, 'stale');
    const outcome = this.#loading.has(key) ? 'coalesced' : 'loaded';
    const loading = this.#loading.get(key) ?? this.#load(key, load);
    if (kept === undefined) return this.#orFail(loading, outcome);
    const entry = await this.#inTime(loading);
    return entry ? this.#result(entry, outcome) : this.#result(kept, 'stale');
  }

  async #orFail({ entry }: Loading<V>, outcome: ReadOutcome): Promise<CacheResult<V>> {
    try {
      return this.#result(await entry, outcome);
    } catch (error) {
      this.#options.onRead?.('failed');
      throw error;
    }
  }

  #revalidate(key: string, kept: Kept<V>, load: Load<V>): void {
    if (!this.#loading.has(key) && !this.#hasFailed(kept)) this.#load(key, load);
  }

  /** Never an unhandled rejection: maybe nobody waits for it. */
  #load(key: string, load: Load<V>): Loading<V> {
    const [asOf, beganAt] = [this.#options.now(), this.#options.monotonicMs()];
    const entry = load(asOf)
      .then((value) => {
        const kept = { value, asOf, readAt: beganAt, failedAt: -Infinity };
        if (this.#doorkeeper.seenBefore(key)) this.#entries.set(key, kept);
        return kept;
      })
      .finally(() => this.#loading.delete(key));
    entry.catch((error: unknown) => this.#noteFailure(key, error));
    const loading = { beganAt, entry };
    this.#loading.set(key, loading);
    return loading;
  }

  #noteFailure(key: string, error: unknown): void {
    const kept = this.#keptIfError(key);
    if (kept === undefined) return;
    kept.failedAt = this.#options.monotonicMs();
    this.#options.onFailure?.(error);
  }

  /** @returns `undefined` when it has failed or has not come in time; who waits for one that began before waits less */
  async #inTime({ beganAt, entry }: Loading<V>): Promise<Kept<V> | undefined> {
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const left = Math.max(0, this.#options.patienceMs - this.#since(beganAt));
    const timer = setTimeout(() => resolve(undefined), left);
    try {
      return await Promise.race([entry.catch(() => undefined), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #keptIfError(key: string): Kept<V> | undefined {
    const kept = this.#entries.get(key);
    return kept && this.#since(kept.readAt) <= this.#options.staleIfErrorMs ? kept : undefined;
  }

  #hasFailed({ failedAt }: Kept<V>): boolean {
    return this.#since(failedAt) < this.#options.retryMs;
  }

  #result({ value, asOf }: Kept<V>, outcome: ReadOutcome): CacheResult<V> {
    this.#options.onRead?.(outcome);
    return { value, asOf, stale: outcome === 'stale' };
  }

  #since(time: number): number {
    return this.#options.monotonicMs() - time;
  }
}
