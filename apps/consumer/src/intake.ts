import type { Channel, ConsumeMessage } from 'amqplib';
import { consume } from './consume.ts';
import type { Window } from './window.ts';

export interface IntakeOptions {
  readonly channel: Channel;
  readonly queue: string;
  readonly window: Window;
  readonly deliver: (message: ConsumeMessage) => void;
  /** Has the broker put the message with this delivery tag back into its queue. */
  readonly giveBack: (tag: number) => void;
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
 * A prefetch is for consumers that are made after it, and can't be changed. So the window
 *
 * - *grows* by one more consumer, for the difference. To cancel and consume again would cost more: what a broker has
 *   on its way to a consumer that it has just cancelled, it delivers a second time.
 * - is *full*: all consumers are cancelled. What still comes until the broker has heard that is given back when none is
 *   left, or it would only be delivered to the next of them; and there is no new one before the window has room again.
 *   What was taken before stays with the channel, and is acknowledged as ever: it has lower delivery tags.
 *
 * @see https://www.rabbitmq.com/docs/consumer-prefetch
 */
export class Intake {
  readonly #options: IntakeOptions;
  /** The present consumers, which may still be on their way; each resolves to what ends it. */
  readonly #consumers: Promise<() => Promise<void>>[] = [];
  /** Delivery tags of what was not taken. */
  readonly #refused: number[] = [];
  #adjusting: Promise<void> | undefined;
  #room: PromiseWithResolvers<void> | undefined;
  #deliveries = 0;
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

  /** How many messages have come, whatever became of them. */
  get deliveries(): number {
    return this.#deliveries;
  }

  async start(): Promise<void> {
    await this.#consume(this.#options.window.size);
  }

  /**
   * Has the queue take one more consumer for a moment, and resolves when it has: its leader does that, together with
   * most of its replicas. What comes by way of that consumer is a message like any other.
   *
   * @throws when the channel is of no use any more
   */
  async askQueue(): Promise<void> {
    if (this.#stopped) return;
    let failure: unknown;
    this.#adjusting ??= this.#adjust(() =>
      this.#visit().catch((error: unknown) => {
        failure = error;
      }),
    );
    await this.#adjusting;
    if (failure !== undefined) throw failure;
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
    const { window, deliver, onCancel, onFull } = this.#options;
    if (message === null) {
      // Each of our consumers hears of it.
      if (!this.#cancelled) onCancel();
      this.#cancelled = true;
      return;
    }
    const wasFull = window.full;
    this.#deliveries += 1;
    const taken = window.take(message.content.length);
    if (window.full && !wasFull) onFull();
    if (window.misfits) this.#adjusting ??= this.#adjust();
    if (taken) deliver(message);
    else this.#refused.push(message.fields.deliveryTag);
  }

  async #adjust(before?: () => Promise<void>): Promise<void> {
    const { window, onResize } = this.#options;
    try {
      await before?.();
      while (window.misfits && !this.#stopped) {
        if (window.full) await this.#restart();
        else await this.#consume(window.grow());
        onResize(window.size);
      }
    } catch {
      // The channel is gone, which is heard of elsewhere.
    } finally {
      this.#adjusting = undefined;
    }
  }

  async #restart(): Promise<void> {
    const { window } = this.#options;
    await this.#cancel();
    if (!window.hasRoom && !this.#stopped) await this.#untilRoom();
    if (!this.#stopped) await this.#consume(window.restart());
  }

  #untilRoom(): Promise<void> {
    this.#room = Promise.withResolvers();
    return this.#room.promise;
  }

  async #consume(prefetch: number): Promise<void> {
    const { channel, queue } = this.#options;
    const consumers = consume(channel, queue, prefetch, (message) => this.#receive(message));
    this.#consumers.push(consumers);
    await consumers;
  }

  async #visit(): Promise<void> {
    const { channel, queue } = this.#options;
    const end = await consume(channel, queue, 1, (message) => this.#receive(message));
    await end();
  }

  async #cancel(): Promise<void> {
    for (const consumers of this.#consumers.splice(0)) {
      // Its first messages come before the broker's answer has been dealt with.
      const end = await consumers;
      await end();
    }
    for (const tag of this.#refused.splice(0)) this.#options.giveBack(tag);
  }
}
