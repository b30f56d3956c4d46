const FIRST_MS = 100;
/** So that replicas do not all come at once. */
const JITTER = 0.2;

/** The pauses between attempts: each twice as long as the one before, up to a limit. */
export class Pauses {
  readonly #longestMs: number;
  #attempts = 0;

  constructor(longestMs: number) {
    this.#longestMs = longestMs;
  }

  /** Milliseconds. */
  next(): number {
    const pause = Math.min(FIRST_MS * 2 ** this.#attempts, this.#longestMs);
    this.#attempts = Math.min(this.#attempts + 1, 30);
    return pause * (1 - Math.random() * JITTER);
  }

  /** The last attempt was a lasting success. */
  reset(): void {
    this.#attempts = 0;
  }
}
