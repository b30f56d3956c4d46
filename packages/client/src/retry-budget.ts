/** Retries that a call pays for. */
const PER_CALL = 0.1;
/** Retries that are paid for by time alone, so that a client with few calls has some. */
const PER_SECOND = 1;
/** Retries that can be saved up. */
const CAPACITY = 10;

/**
 * Bounds the retries of a client to a tenth of its calls, and one a second: without it, an API that has too much to do gets
 * each call several times, and more to do still.
 *
 * A token bucket, as in https://sre.google/sre-book/handling-overload/ and
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export class RetryBudget {
  #tokens = CAPACITY;
  #filledAt = performance.now();

  /** A call begins. */
  deposit(): void {
    this.#add(PER_CALL);
  }

  /** @returns whether there may be a retry, which is then paid for */
  withdraw(): boolean {
    const now = performance.now();
    this.#add((PER_SECOND * (now - this.#filledAt)) / 1000);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  #add(tokens: number): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + tokens);
  }
}
