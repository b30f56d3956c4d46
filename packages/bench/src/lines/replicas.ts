import type { Groups } from '../measure/cpu.ts';
import { memoryBytes } from '../measure/proc.ts';
import { metricsProgress } from '../measure/progress.ts';
import type { Progress } from '../measure/watch.ts';
import { readWrites, type Writes } from '../measure/writes.ts';
import type { Stage } from '../stage/stage.ts';

/** So many processes of this service's consumer. */
export interface Replicas extends AsyncDisposable {
  readonly pids: readonly number[];
  /** Theirs and the servers'. */
  readonly groups: Groups;
  /** What they have counted. */
  readonly progress: () => Promise<Progress>;
  /** How their writing went, as long as they run. */
  readonly writes: () => Promise<Writes>;
  /** The most memory that one of them has had. */
  peakRssBytes(): number;
}

/**
 * Starts replicas and waits until the broker delivers to all of them.
 *
 * @param settings of theirs that differ from the defaults
 */
export async function startReplicas(
  stage: Stage,
  count: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<Replicas> {
  await using starting = new AsyncDisposableStack();
  const programs = Array.from({ length: count }, () => starting.use(stage.startConsumer(settings)));
  const consumers = await Promise.all(
    programs.map(async (program) => {
      const { health } = await program.said('started');
      await program.said('consuming');
      return { program, healthUrl: String(health) };
    }),
  );
  const pids = programs.map(({ pid }) => pid);
  const started = starting.move();
  return {
    pids,
    groups: { ...stage.serverGroups, node: pids },
    progress: metricsProgress(consumers),
    writes: () => readWrites(consumers.map(({ healthUrl }) => healthUrl)),
    peakRssBytes: () => Math.max(...pids.map((pid) => memoryBytes(pid, 'VmHWM'))),
    async [Symbol.asyncDispose]() {
      // All at once: each may take a while to finish.
      const ends = programs.map((program) => program.stop());
      await started.disposeAsync();
      await Promise.all(ends);
    },
  };
}
