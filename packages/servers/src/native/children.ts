import type { Watchdog } from '../watchdog/watchdog.ts';
import { type Child, type Command, startChild } from './child.ts';

/** The private child processes of one start. */
export class Children {
  readonly #folder: string;
  readonly #watchdog: Watchdog;
  readonly #all: Child[] = [];
  #stopping = false;

  constructor(folder: string, watchdog: Watchdog) {
    this.#folder = folder;
    this.#watchdog = watchdog;
  }

  /** @throws when it is stopping: one of two parallel starts failed, and the other must not start more */
  start(command: Command): Child {
    if (this.#stopping) throw new Error(`${command.name} is not started any more`);
    const child = startChild(command, this.#folder, this.#watchdog);
    this.#all.push(child);
    return child;
  }

  /** Lets this process end although children run: the watchdog ends them then. */
  unref(): void {
    for (const child of this.#all) child.unref();
  }

  /** Stops all that still run; from now on none can be started. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#all.map((child) => child.stop()));
  }
}
