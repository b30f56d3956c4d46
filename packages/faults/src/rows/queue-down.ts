import { control } from '../scene/control.ts';
import type { Scene, World } from '../scene/scene.ts';
import { powerOf } from '../scene/worlds.ts';

/**
 * What it takes an operator for. When the only node of a quorum queue is killed, RabbitMQ 3.10 may find nothing where a
 * message should be that it delivers again after its start. Then the queue crashes some times in a row, and is down until
 * the broker is started once more; its messages are all there.
 */
export class QueueDown {
  #times = 0;

  /** Starts the broker again if that is it. @returns when it ran again, by `performance.now()` */
  async help({ sources }: Scene, world: World): Promise<number | undefined> {
    const { broker } = world.servers;
    if (!broker.version.startsWith('RabbitMQ 3')) return undefined;
    const columns = ['list_queues', '--quiet', '--no-table-headers', 'name', 'state'];
    const queues = await control(world, ...columns);
    if (!queues.split('\n').includes(`${sources.queue}\tdown`)) return undefined;
    this.#times += 1;
    const power = powerOf(broker);
    await power.kill();
    await power.start();
    return performance.now();
  }

  /** How often that was, if it was. */
  told(): string | undefined {
    if (this.#times === 0) return undefined;
    const often = this.#times === 1 ? 'once' : `${this.#times} times`;
    return `${often} RabbitMQ's queue was down after a crash, and the broker was started once more`;
  }
}
