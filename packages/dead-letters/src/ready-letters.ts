import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from 'amqplib';
import type { Broker } from './broker.ts';

/** Another consumer may get some of them, so that they are never all there. */
const PUT_BACK_TIMEOUT_MS = 5_000;
const LOOK_AGAIN_MS = 20;

/** The letters that a queue has to hand out. */
export class ReadyLetters {
  readonly #broker: Broker;
  readonly #channel: Channel;
  readonly #queue: string;

  constructor(broker: Broker, channel: Channel, queue: string) {
    this.#broker = broker;
    this.#channel = channel;
    this.#queue = queue;
  }

  /** @throws {Failure} */
  async count(): Promise<number> {
    const check = () => this.#channel.checkQueue(this.#queue);
    return (await this.#broker.run(check)).messageCount;
  }

  /**
   * The broker puts back what it is given in its own time: waits, for so long at most, until whoever looks next
   * finds all of it.
   *
   * @throws {Failure}
   */
  async untilAtLeast(letters: number): Promise<void> {
    const deadline = performance.now() + PUT_BACK_TIMEOUT_MS;
    while ((await this.count()) < letters && performance.now() < deadline) {
      await sleep(LOOK_AGAIN_MS);
    }
  }
}
