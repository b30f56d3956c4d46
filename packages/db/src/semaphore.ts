/** Called once: with nothing when it may go on, or with why not. */
type Entered = (error?: NodeJS.ErrnoException) => void;

/**
 * Lets at most `permits` users in at a time; the others wait in line, first come, first served. Who has waited for too long
 * leaves the line, so that nobody ever waits behind one that has gone.
 */
export class Semaphore {
  #free: number;
  readonly #line = new Set<() => void>();

  constructor(permits: number) {
    this.#free = permits;
  }

  /** @param timeoutMs how long it may wait, for ever if unset; then it hears of `POOL_TIMEOUT` */
  acquire(timeoutMs: number | undefined, entered: Entered): void {
    if (this.#free > 0) {
      this.#free -= 1;
      entered();
      return;
    }
    const leave = () => {
      this.#line.delete(enter);
      entered(Object.assign(new Error('no connection is free'), { code: 'POOL_TIMEOUT' }));
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(leave, timeoutMs);
    const enter = () => {
      clearTimeout(timer);
      entered();
    };
    this.#line.add(enter);
  }

  /** To be called once for each that was let in. */
  release(): void {
    const [next] = this.#line;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#line.delete(next);
    next();
  }
}
