import type { Channel, ConsumeMessage } from 'amqplib';
import { consume } from './consume.ts';
import type { Window } from './window.ts';

export interface IntakeOptions {
  readonly channel: Channel;
  readonly queue: string;
  readonly window: Window;
  readonly deliver: (message: ConsumeMessage) => void;
  /** Has the broker put a message back into its queue. */
  readonly giveBack: (message: ConsumeMessage) => void;
  /** The broker has ended the consumer. */
  readonly onCancel: () => void;
  /** Nothing more is taken for the time being. */
  readonly onFull: () => void;
  /** The broker is asked for another number of messages. */
  readonly onResize: (prefetch: number) => void;
}

/**
 * Takes messages from the queue on one channel, as many as the {@link Window} lets in.
 *
 * - *consuming*: the broker has a consumer of ours, with the window's size as its prefetch
 * - *adjusting*, when the size does not fit any more: the consumer is cancelled. What still comes until the
 *   broker has heard that is taken, too, unless the window is full: then it is given back at once, and
 *   there is no new consumer before the window has room again. Then we consume again, with a prefetch
 *   that fits.
 *
 * A prefetch is for consumers that are made after it, hence the cancelling. What the old consumer was
 * delivered stays with the channel, and is acknowledged as ever.
 *
 * @see https://www.rabbitmq.com/docs/consumer-prefetch
 */
export class Intake {
  readonly #options: IntakeOptions;
  /** The present consumers, which may still be on their way; resolves to what ends them. */
  #consuming: Promise<() => Promise<void>> | undefined;
  #adjusting: Promise<void> | undefined;
  #room: PromiseWithResolvers<void> | undefined;
  #stopped = false;
  #cancelled = false;
  #abandoned = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** No message will come before some are settled. */
  get exhausted(): boolean {
    return this.#options.window.exhausted;
  }

  async start(): Promise<void> {
    const { channel, queue, window } = this.#options;
    this.#consuming = consume(channel, queue, window.size, (message) => this.#receive(message));
    await this.#consuming;
  }

  /** Takes nothing more, from the moment that this resolves. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#room?.resolve();
    await this.#adjusting;
    await this.#cancel();
  }

  /** Messages were settled: there may be room again. */
  settled(messages: number, bodyBytes: number): void {
    if (this.#abandoned) return;
    this.#options.window.release(messages, bodyBytes);
    if (this.#options.window.hasRoom) this.#room?.resolve();
  }

  /** The channel is gone, and with it all that it delivered. */
  abandon(): void {
    this.#abandoned = true;
    this.#stopped = true;
    this.#room?.resolve();
  }

  #receive(message: ConsumeMessage | null): void {
    const { window, deliver, giveBack, onCancel, onFull } = this.#options;
    if (message === null) {
      // Each of our consumers hears of it.
      if (!this.#cancelled) onCancel();
      this.#cancelled = true;
      return;
    }
    const wasFull = window.full;
    const taken = window.take(message.content.length);
    if (window.full && !wasFull) onFull();
    // Before anything is given back, which would only be delivered again.
    if (window.misfits) this.#adjusting ??= this.#adjust();
    if (taken) deliver(message);
    else giveBack(message);
  }

  async #adjust(): Promise<void> {
    const { window, onResize } = this.#options;
    try {
      do {
        await this.#cancel();
        if (!window.hasRoom && !this.#stopped) await this.#untilRoom();
        onResize(window.resize());
        if (!this.#stopped) await this.start();
      } while (window.misfits && !this.#stopped);
    } catch {
      // The channel is gone, which is heard of elsewhere.
    } finally {
      this.#adjusting = undefined;
    }
  }

  #untilRoom(): Promise<void> {
    this.#room = Promise.withResolvers();
    return this.#room.promise;
  }

  async #cancel(): Promise<void> {
    // Its first messages come before the broker's answer has been dealt with.
    const end = await this.#consuming;
    this.#consuming = undefined;
    await end?.();
  }
}
