/** What the batcher needs to know of a parsed message. */
export interface Weighed {
  /** How many events the message holds, good and bad: at least 1. */
  readonly weight: number;
}

export interface BatcherOptions<Message, Parsed extends Weighed> {
  /** Events: a batch is full as soon as it holds this many. */
  readonly size: number;
  /** How long the oldest message of a batch may wait, in milliseconds. */
  readonly maxAgeMs: number;
  /** How many batches may be being written at a time. */
  readonly writers: number;
  readonly parse: (message: Message) => Parsed;
  /** Settles a whole batch. Must not reject. */
  readonly write: (batch: readonly Parsed[]) => Promise<void>;
  /** Whether waiting is of no use: no message will be added before some are settled. */
  readonly nothingToCome?: () => boolean;
  /** Milliseconds, of a clock that is never set. */
  readonly now: () => number;
}

/**
 * Collects messages into batches and hands them over, in the order in which they came.
 *
 * A message is first *waiting*, as the bytes that it came in. It is *collected* (parsed, and put into the
 * next batch) while that batch is not full. The batch is handed over, and so is *being written*, as soon
 * as fewer than `writers` others are and it is due:
 *
 * - it is full, or
 * - its oldest message is `maxAgeMs` old, or
 * - nothing will come before it is settled, or
 * - the batcher is draining.
 *
 * So while batches are being written the next one fills up, and what comes after that waits in the form
 * that takes the least memory; prefetch bounds how much that is. When a batch has been written the next
 * one is looked at again. Once abandoned, nothing is handed over any more.
 */
export class Batcher<Message, Parsed extends Weighed> {
  readonly #options: BatcherOptions<Message, Parsed>;
  #waiting: { message: Message; since: number }[] = [];
  #batch: Parsed[] = [];
  #weight = 0;
  /** When the oldest message of the batch came. */
  #since = 0;
  /** How many batches are being written. */
  #writing = 0;
  #timer: NodeJS.Timeout | undefined;
  #drained: PromiseWithResolvers<void> | undefined;
  #abandoned = false;

  constructor(options: BatcherOptions<Message, Parsed>) {
    this.#options = options;
  }

  add(message: Message): void {
    if (this.#abandoned) return;
    this.#waiting.push({ message, since: this.#options.now() });
    this.#advance();
  }

  /** To be told when what {@link BatcherOptions.nothingToCome} says may have changed without a message. */
  look(): void {
    this.#advance();
  }

  /** Hands over everything without waiting for its age; resolves when all of it is written. */
  drain(): Promise<void> {
    this.#drained ??= Promise.withResolvers();
    this.#advance();
    return this.#drained.promise;
  }

  /** Forgets what was not handed over: its channel is gone, and the broker will deliver it again. */
  abandon(): void {
    this.#abandoned = true;
    clearTimeout(this.#timer);
    this.#waiting = [];
    this.#batch = [];
    this.#advance();
  }

  /** Nothing waits, is collected or being written. */
  get idle(): boolean {
    return this.#waiting.length === 0 && this.#batch.length === 0 && this.#writing === 0;
  }

  #advance(): void {
    if (this.#abandoned) {
      this.#drained?.resolve();
      return;
    }
    this.#collect();
    while (this.#writing < this.#options.writers && this.#isDue()) {
      void this.#write();
      this.#collect();
    }
    if (this.idle) this.#drained?.resolve();
    else this.#wakeWhenDue();
  }

  #isDue(): boolean {
    return this.#batch.length > 0 && this.#msUntilDue() <= 0;
  }

  /** Also for what has become due a moment ago, since it was last looked at. */
  #wakeWhenDue(): void {
    if (this.#batch.length === 0 || this.#writing >= this.#options.writers) return;
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#advance();
      },
      Math.max(0, this.#msUntilDue()),
    );
  }

  #collect(): void {
    while (this.#weight < this.#options.size) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      if (this.#batch.length === 0) this.#since = next.since;
      const parsed = this.#options.parse(next.message);
      this.#batch.push(parsed);
      this.#weight += parsed.weight;
    }
  }

  #msUntilDue(): number {
    const { size, nothingToCome } = this.#options;
    if (this.#drained || this.#weight >= size || nothingToCome?.()) return 0;
    return this.#since + this.#options.maxAgeMs - this.#options.now();
  }

  async #write(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    this.#weight = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing += 1;
    await this.#options.write(batch);
    this.#writing -= 1;
    this.#advance();
  }
}
