import type { Program } from '@post-views/programs';
import { abortable } from '../stage/abortable.ts';
import type { Stage } from '../stage/stage.ts';
import type { Workload } from '../workload/workload.ts';

/** A process that publishes at a steady rate, and waits until it is told what. */
export interface Publisher extends AsyncDisposable {
  /** @returns what it publishes; the first event is due half a second later */
  begin(workload: Omit<Workload, 'firstAt'>): Promise<Workload>;
  /** Has it publish nothing more. */
  stop(): void;
  /** Resolves when the broker has confirmed all that it has published. */
  published(): Promise<{ readonly events: number; readonly latestMs: number }>;
  throwIfEnded: Program['throwIfEnded'];
}

/** By then it has prepared the first events. */
const LEAD_MS = 500;

/** To be started early, since others can start meanwhile. */
export function startPublisher({ start, broker, signal }: Stage): Publisher {
  const program = start('packages/bench/src/programs/publish-steadily.ts', {
    AMQP_URL: broker.url,
    AMQP_QUEUE: broker.queue,
  });
  return {
    async begin(options) {
      await abortable(signal, program.said('ready'));
      const workload = { ...options, firstAt: Date.now() + LEAD_MS };
      program.tell({ workload });
      return workload;
    },
    stop: () => program.tell({ stop: true }),
    async published() {
      const { events, latestMs } = await abortable(signal, program.said('published'));
      return { events: Number(events), latestMs: Number(latestMs) };
    },
    throwIfEnded: () => program.throwIfEnded(),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}
