import { LRUCache } from 'lru-cache';
import { Doorkeeper } from './doorkeeper.ts';

/** What was read, and when reading began: it holds all that was committed before. */
export interface Reading<V> {
  readonly value: V;
  readonly asOf: Date;
}

export type Found<V> = Reading<V> & {
  /** It is older than it may be, since nothing newer can be read at the moment. */
  readonly stale: boolean;
};

/** Reads anew, `asOf` now. */
export type Load<V> = (asOf: Date) => Promise<V>;

/** By what an answer came about. */
export type ReadOutcome = 'fresh' | 'ageing' | 'joined' | 'loaded' | 'stale' | 'failed';

export interface ReadCacheOptions<V> {
  /** Milliseconds for which a reading is as good as a new one. */
  readonly freshMs: number;
  /** Milliseconds for which it is still given, while a new one is being read. */
  readonly keepMs: number;
  /** Milliseconds for which it is given when nothing newer can be read. */
  readonly staleMs: number;
  /** Of all values together. */
  readonly maxBytes: number;
  readonly sizeOf: (value: V) => number;
  readonly now: () => Date;
  /** Hears of each answer how it came about. */
  readonly onRead?: (outcome: ReadOutcome) => void;
  /** Hears of each reading that failed while an older one could be given. */
  readonly onFailure?: (error: unknown) => void;
}

/** An entry that is not worth keeping takes this much all the same. */
const ENTRY_BYTES = 200;

/**
 * Keeps readings for as long as they may be given. A reading is
 *
 * - fresh at first: it is given;
 * - ageing after `freshMs`: it is given, and a new one is read behind;
 * - old after `keepMs`: a new one is waited for. If that fails, the old one is given as stale;
 * - gone after `staleMs`.
 *
 * Whoever asks for what is being read already waits for the same reading. What was asked for once only is not kept
 * ({@link Doorkeeper}).
 */
export class ReadCache<V> {
  readonly #options: ReadCacheOptions<V>;
  readonly #kept: LRUCache<string, Reading<V>>;
  readonly #loading = new Map<string, Promise<Reading<V>>>();
  readonly #doorkeeper = new Doorkeeper();

  constructor(options: ReadCacheOptions<V>) {
    this.#options = options;
    const { maxBytes, sizeOf } = options;
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ value }, key) => ENTRY_BYTES + key.length + sizeOf(value),
    });
  }

  /**
   * Gives what need not be waited for.
   *
   * @param load reads anew, if it is time to
   */
  take(key: string, load: Load<V>): Reading<V> | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    const { freshMs, keepMs, onRead, onFailure } = this.#options;
    const age = this.#ageOf(kept);
    if (age > keepMs) return undefined;
    if (age > freshMs && !this.#loading.has(key))
      this.#load(key, load).catch((error: unknown) => onFailure?.(error));
    onRead?.(age > freshMs ? 'ageing' : 'fresh');
    return kept;
  }

  /**
   * Reads, or waits for who is reading the same already.
   *
   * @throws what `load` throws, if there is nothing older to give
   */
  async read(key: string, load: Load<V>): Promise<Found<V>> {
    const { staleMs, onRead, onFailure } = this.#options;
    const loading = this.#loading.get(key);
    try {
      const reading = await (loading ?? this.#load(key, load));
      onRead?.(loading ? 'joined' : 'loaded');
      return { ...reading, stale: false };
    } catch (error) {
      const kept = this.#kept.get(key);
      const usable = kept !== undefined && this.#ageOf(kept) <= staleMs;
      onRead?.(usable ? 'stale' : 'failed');
      if (!usable) throw error;
      onFailure?.(error);
      return { ...kept, stale: true };
    }
  }

  #load(key: string, load: Load<V>): Promise<Reading<V>> {
    const asOf = this.#options.now();
    const loading = load(asOf).then((value) => {
      const reading = { value, asOf };
      if (this.#doorkeeper.seenBefore(key)) this.#kept.set(key, reading);
      return reading;
    });
    const ended = loading.finally(() => this.#loading.delete(key));
    this.#loading.set(key, ended);
    return ended;
  }

  #ageOf({ asOf }: Reading<V>): number {
    return this.#options.now().getTime() - asOf.getTime();
  }
}
