import { memoryBytes } from '../measure/proc.ts';
import { toldProgress } from '../measure/progress.ts';
import { beforeStart, watchDrain } from '../measure/watch.ts';
import { needEmpty } from '../stage/broker.ts';
import type { Posts } from '../workload/posts.ts';
import { publish } from '../workload/publish.ts';
import { backlog } from '../workload/workload.ts';
import { counted, type Line, type Sample } from './line.ts';

export interface BrokerCeilingLine {
  readonly events: number;
  readonly posts: Posts;
  readonly processes: number;
  readonly prefetch: number;
  readonly acknowledgeEvery: number;
}

/** What the broker gives: messages of one event are taken and acknowledged in batches, and nothing else. */
export function brokerCeilingLine(options: BrokerCeilingLine): Line {
  return {
    name: `broker alone, ${counted(options.processes, 'reader')}`,
    async run(stage, seed): Promise<Sample> {
      const { broker, signal } = stage;
      const workload = backlog({ seed, eventsPerMessage: 1, ...options });
      await publish(broker.channel, broker.queue, workload, signal);

      const beginning = beforeStart(stage.serverGroups);
      await using readers = new AsyncDisposableStack();
      const programs = Array.from({ length: options.processes }, () =>
        readers.use(
          stage.start('packages/bench/src/programs/read-queue.ts', {
            AMQP_URL: broker.url,
            AMQP_QUEUE: broker.queue,
            PREFETCH: String(options.prefetch),
            ACKNOWLEDGE_EVERY: String(options.acknowledgeEvery),
          }),
        ),
      );
      const window = await watchDrain({
        beginning,
        events: options.events,
        progress: toldProgress(programs),
        groups: { ...stage.serverGroups, node: programs.map(({ pid }) => pid) },
        signal,
      });
      const peakRssBytes = Math.max(...programs.map(({ pid }) => memoryBytes(pid, 'VmHWM')));
      await readers.disposeAsync();
      await needEmpty(broker, broker.queue);
      return { ...window, peakRssBytes };
    },
  };
}
