/**
 * Keeps a log short while the same thing happens again and again: of each kind the first is let through
 * at once, and after it one in each period.
 */
export class Throttle {
  readonly #periodMs: number;
  /** Milliseconds. */
  readonly #now: () => number;
  readonly #kinds = new Map<string, { since: number; kept: number }>();

  constructor(periodMs: number, now: () => number = () => performance.now()) {
    this.#periodMs = periodMs;
    this.#now = now;
  }

  /**
   * @returns how many of this kind there were since the last that was let through, this one included;
   *   0 when this one is to be kept back
   */
  admit(kind: string): number {
    const last = this.#kinds.get(kind);
    if (last && this.#now() - last.since < this.#periodMs) {
      last.kept += 1;
      return 0;
    }
    this.#kinds.set(kind, { since: this.#now(), kept: 0 });
    return (last?.kept ?? 0) + 1;
  }
}
