export interface WindowLimits {
  /** Messages that may be out at a time, however small they are. */
  readonly messages: number;
  /** Bytes that may be held, however few messages they are; of a single message, any number. */
  readonly bytes: number;
}

/** What a message takes in memory beside its body: its properties, and the objects around it. */
const OVERHEAD_BYTES = 1024;
/** It fits, whatever its size. */
const FIRST = 1;
/** Of this many deliveries the mean size is what is expected of the next. */
const SAMPLE = 32;
const GROWTH = 4;
/** Growing takes one more consumer: by less it is not worth it. */
const LEAST_GROWTH = 2;

/**
 * How many messages the broker may have out to this consumer, so that what is held of them (delivered, and
 * not settled) stays within a budget of bytes. RabbitMQ can limit messages only, so the limit follows
 * their size.
 *
 * It begins with few, and grows as soon as a whole window has come, if half the budget would hold more of
 * messages as they came lately: with small ones it takes a few milliseconds until it is as large as may be.
 * When a message comes for which there is no room, the window is *full*: nothing more is taken, whatever
 * comes, until there is room for it and half of the budget is free; the next window is at most half of what
 * has fitted.
 */
export class Window {
  readonly #limits: WindowLimits;
  #size: number;
  #messages = 0;
  #bytes = 0;
  /** Of the message that there was no room for; it will be the next to come. 0 while the window is not full. */
  #refusedBytes = 0;
  /** Held since before the last restart: they don't count against the size. */
  #carried = 0;
  /** Deliveries since the last restart. */
  #seen = 0;
  #meanBytes = 0;
  #samples = 0;

  constructor(limits: WindowLimits) {
    this.#limits = limits;
    this.#size = Math.min(FIRST, limits.messages);
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

  /** A message was refused, and none will be taken before {@link restart}. */
  get full(): boolean {
    return this.#refusedBytes > 0;
  }

  /** No message will come before some are settled. */
  get exhausted(): boolean {
    return this.full || (this.#messages - this.#carried >= this.#size && !this.#mayGrow());
  }

  /** Whether the size should be another: {@link restart} when it is full, as soon as it {@link hasRoom}, else {@link grow}. */
  get misfits(): boolean {
    return this.full || this.#mayGrow();
  }

  /** Also for what was refused: otherwise it would be refused again, and again. */
  get hasRoom(): boolean {
    const { bytes } = this.#limits;
    const room = this.#bytes <= bytes / 2 && this.#bytes + this.#refusedBytes <= bytes;
    return !this.full || room || this.#messages === 0;
  }

  /** @returns whether a message that was delivered may be kept; one that may not has to go back */
  take(bodyBytes: number): boolean {
    const bytes = bodyBytes + OVERHEAD_BYTES;
    this.#samples = Math.min(this.#samples + 1, SAMPLE);
    this.#meanBytes += (bytes - this.#meanBytes) / this.#samples;
    this.#seen += 1;
    if (this.full) return false;
    if (this.#messages > 0 && this.#bytes + bytes > this.#limits.bytes) {
      this.#refusedBytes = bytes;
      this.#size = Math.max(1, Math.floor(this.#messages / 2));
      return false;
    }
    this.#messages += 1;
    this.#bytes += bytes;
    return true;
  }

  /** Messages were settled, whose bodies had so many bytes together. */
  release(messages: number, bodyBytes: number): void {
    this.#messages -= messages;
    this.#carried = Math.max(0, this.#carried - messages);
    this.#bytes -= bodyBytes + messages * OVERHEAD_BYTES;
  }

  /** @returns how many more to ask the broker for */
  grow(): number {
    const before = this.#size;
    this.#size = this.#grown();
    return this.#size - before;
  }

  /** After it was full. @returns what to ask the broker for, instead of all before */
  restart(): number {
    this.#size = Math.min(this.#size, this.#fitting());
    this.#refusedBytes = 0;
    this.#carried = this.#messages;
    this.#seen = 0;
    return this.#size;
  }

  #mayGrow(): boolean {
    if (this.#seen < this.#size) return false;
    const grown = this.#grown();
    return (
      grown >= this.#size * LEAST_GROWTH || (grown > this.#size && grown === this.#limits.messages)
    );
  }

  #grown(): number {
    return Math.min(this.#size * GROWTH, this.#fitting(), this.#limits.messages);
  }

  #fitting(): number {
    return Math.max(1, Math.floor(this.#limits.bytes / 2 / this.#meanBytes));
  }
}
