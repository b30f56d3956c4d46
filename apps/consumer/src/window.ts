export interface WindowLimits {
  /** Messages that may be out at a time, however small they are. */
  readonly messages: number;
  /** Bytes that may be held, however few messages they are; of a single message, any number. */
  readonly bytes: number;
}

/** What a message takes in memory beside its body: its properties, and the objects around it. */
const OVERHEAD_BYTES = 1024;
/** Of this many deliveries the mean size is what is expected of the next. */
const SAMPLE = 32;
const GROWTH = 4;

/**
 * How many messages the broker may have out to this consumer, so that what is held of them (delivered, and
 * not settled) stays within a budget of bytes. RabbitMQ can limit messages only, so the limit follows
 * their size.
 *
 * It begins with `limits.messages`. When a message comes for which there is no room, the window is *full*:
 * nothing more is taken, whatever comes, until half of the budget is free again; the next window is at most
 * half of what has fitted, and no larger than what would fill half the budget with messages as they came
 * lately. When a whole window has come and four times as many would fit, it grows. So small messages have
 * the whole of it, and large ones cost one overflow, after which the window fits.
 */
export class Window {
  readonly #limits: WindowLimits;
  #size: number;
  #messages = 0;
  #bytes = 0;
  #full = false;
  /** Deliveries since the window has this size. */
  #seen = 0;
  #meanBytes = 0;
  #samples = 0;

  constructor(limits: WindowLimits) {
    this.#limits = limits;
    this.#size = limits.messages;
  }

  /** What to ask the broker for. */
  get size(): number {
    return this.#size;
  }

  /** Held at the moment. */
  get messages(): number {
    return this.#messages;
  }

  /** Held at the moment. */
  get bodyBytes(): number {
    return this.#bytes - this.#messages * OVERHEAD_BYTES;
  }

  /** A message was refused, and none will be taken before {@link resize}. */
  get full(): boolean {
    return this.#full;
  }

  /** No message will come before some are settled. */
  get exhausted(): boolean {
    return this.#full || this.#messages >= this.#size;
  }

  /** Whether the size should be another: {@link resize}, as soon as {@link hasRoom}. */
  get misfits(): boolean {
    if (this.#full) return true;
    const grown = Math.min(this.#size * GROWTH, this.#limits.messages);
    return this.#size < grown && this.#seen >= this.#size && grown <= this.#fitting();
  }

  get hasRoom(): boolean {
    return !this.#full || this.#bytes <= this.#limits.bytes / 2;
  }

  /** @returns whether a message that was delivered may be kept; one that may not has to go back */
  take(bodyBytes: number): boolean {
    const bytes = bodyBytes + OVERHEAD_BYTES;
    this.#samples = Math.min(this.#samples + 1, SAMPLE);
    this.#meanBytes += (bytes - this.#meanBytes) / this.#samples;
    this.#seen += 1;
    if (this.#messages > 0 && this.#bytes + bytes > this.#limits.bytes && !this.#full) {
      this.#full = true;
      this.#size = Math.max(1, Math.floor(this.#messages / 2));
    }
    if (this.#full) return false;
    this.#messages += 1;
    this.#bytes += bytes;
    return true;
  }

  /** Messages were settled, whose bodies had so many bytes together. */
  release(messages: number, bodyBytes: number): void {
    this.#messages -= messages;
    this.#bytes -= bodyBytes + messages * OVERHEAD_BYTES;
  }

  /** @returns what to ask the broker for from now on */
  resize(): number {
    const wanted = this.#full ? this.#size : this.#size * GROWTH;
    this.#size = Math.max(1, Math.min(wanted, this.#fitting(), this.#limits.messages));
    this.#full = false;
    this.#seen = 0;
    return this.#size;
  }

  /** Nothing is held any more: the channel is gone. The size stays: what comes next is what came last. */
  clear(): void {
    this.#messages = 0;
    this.#bytes = 0;
    this.#full = false;
    this.#seen = 0;
  }

  #fitting(): number {
    return Math.floor(this.#limits.bytes / 2 / this.#meanBytes);
  }
}
