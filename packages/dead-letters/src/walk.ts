import { within } from '@post-views/service';
import type { ConsumeMessage } from 'amqplib';
import type { Broker } from './broker.ts';
import { Failure } from './failure.ts';
import { ReadyLetters } from './ready-letters.ts';
import { openSpan, type Span, type Verdict } from './span.ts';
import { Tally, type Visit } from './tally.ts';
import { untilEmpty } from './until-empty.ts';

export interface WalkOptions {
  readonly queue: string;
  /** Letters; see {@link Walk}. */
  readonly spanSize: number;
  /** Ends the walk early. */
  readonly signal: AbortSignal;
}

const RELEASE_TIMEOUT_MS = 30_000;

/**
 * Goes through a queue from its first letter to the one that was last when the walk began, and leaves it as it
 * was. What comes meanwhile is not shown.
 *
 * A letter that was seen is *held*: the broker has it still, and hands it to nobody else. Only its tag is in
 * memory here, not its body. When the walk is released, what is held goes back to its place; when the process
 * dies, the broker sees to that.
 *
 * Letters are held in *spans*, one channel after the other, because no more than a certain number may be out to
 * one consumer. A span is full when all of its letters are kept; then the next begins. So spans hold the
 * letters in the order of the queue, and give them back in that order. A connection has 2,047 channels, unless
 * its broker allows fewer.
 */
export class Walk implements AsyncDisposable {
  /** Letters in the queue when the walk began. */
  readonly total: number;
  readonly #broker: Broker;
  readonly #ready: ReadyLetters;
  readonly #options: WalkOptions;
  readonly #spans: Span[] = [];
  /** The last span, as long as it is not among the others: its letters may come before that. */
  #opening = Promise.resolve();
  readonly #over = Promise.withResolvers<void>();
  readonly #ended = new AbortController();
  #released: Promise<number> | undefined;
  readonly #tally = new Tally();

  private constructor(broker: Broker, ready: ReadyLetters, total: number, options: WalkOptions) {
    this.#broker = broker;
    this.#ready = ready;
    this.total = total;
    this.#options = options;
  }

  /** @throws {Failure} */
  static async begin(broker: Broker, options: WalkOptions): Promise<Walk> {
    const ready = new ReadyLetters(broker, await broker.openChannel(), options.queue);
    return new Walk(broker, ready, await ready.count(), options);
  }

  /** Aborts with the {@link Failure} that ends the connection. */
  get failed(): AbortSignal {
    return this.#broker.failed;
  }

  /** Letters seen so far. */
  get seen(): number {
    return this.#tally.seen;
  }

  /**
   * Shows all letters; resolves after the last one, or when the walk is ended early.
   *
   * @throws {Failure} and what `visit` throws
   */
  async through(visit: Visit): Promise<void> {
    const early = AbortSignal.any([this.#options.signal, this.failed]);
    const end = () => this.#end(this.failed.reason);
    early.addEventListener('abort', end, { once: true });
    if (early.aborted || this.total === 0) end();
    else this.#opening = this.#beginSpan(visit);
    void this.#endWhenEmpty();
    try {
      await this.#over.promise;
    } finally {
      early.removeEventListener('abort', end);
    }
  }

  /**
   * Removes all letters that are marked.
   *
   * @returns how many
   * @throws {Failure} in which case some may be removed and others not
   */
  async removeMarked(): Promise<number> {
    let removed = 0;
    await this.#opening;
    for (const span of this.#spans) {
      removed += await this.#broker.run(() => span.removeMarked());
    }
    this.#tally.addRemoved(removed);
    return removed;
  }

  /**
   * Waits until the broker has removed what was taken out, and gives back all that is held.
   *
   * @returns how many letters have come to the queue since the walk began
   * @throws {Failure} when nobody knows whether that has worked; what was not removed is then in the queue
   */
  release(): Promise<number> {
    this.#released ??= this.#release();
    return this.#released;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What can't be given back in order is given back by the broker when the connection ends.
    await this.release().catch(() => undefined);
  }

  async #release(): Promise<number> {
    this.#end();
    this.failed.throwIfAborted();
    let arrived = 0;
    const released = this.#broker.run(async () => {
      await this.#opening;
      // All at first, or the last span would get what the others give back.
      for (const late of await Promise.all(this.#spans.map((span) => span.finish()))) {
        this.#tally.addBeyond(late);
      }
      const ready = await this.#ready.count();
      arrived = Math.max(0, this.#tally.handedOut + ready - this.total);
      for (const span of this.#spans) await span.giveBack();
      await this.#ready.untilAtLeast(ready + this.#tally.toComeBack);
    });
    const outcome = await within(RELEASE_TIMEOUT_MS, released);
    this.failed.throwIfAborted();
    if (outcome !== 'done') throw new Failure('AMQP_URL: the broker does not answer any more');
    return arrived;
  }

  async #beginSpan(visit: Visit): Promise<void> {
    const { queue, spanSize: size } = this.#options;
    this.#tally.beginSpan();
    const onLetter = (message: ConsumeMessage, ack: () => void): Verdict => {
      if (this.#ended.signal.aborted) {
        this.#tally.addBeyond(1);
        return 'keep';
      }
      let verdict: Verdict;
      try {
        verdict = this.#tally.show(message, ack, visit);
      } catch (error) {
        this.#end(error);
        return 'keep';
      }
      if (this.seen === this.total) this.#end();
      else if (this.#tally.keptInSpan === size) this.#opening = this.#beginSpan(visit);
      return verdict;
    };
    try {
      this.#spans.push(await openSpan(this.#broker, { queue, size, onLetter }));
    } catch (error) {
      this.#end(error);
    }
  }

  /** Another consumer may have got letters that were there. */
  async #endWhenEmpty(): Promise<void> {
    try {
      const state = await untilEmpty({
        seen: () => this.seen,
        busy: () => this.#tally.taken > 0,
        ready: () => this.#ready.count(),
        signal: this.#ended.signal,
      });
      if (state === 'empty') return this.#end();
      const { queue } = this.#options;
      this.#end(new Failure(`AMQP_QUEUE: ${queue} hands out no letters: another consumer has it`));
    } catch (error) {
      this.#end(error);
    }
  }

  #end(error?: unknown): void {
    this.#ended.abort();
    if (error === undefined) this.#over.resolve();
    else this.#over.reject(error);
  }
}
