import { type Program, startProgram } from '@post-views/programs';
import type { Watchdog } from '@post-views/servers';

/** One consumer of this service, as a process. */
export interface Replica {
  readonly program: Program;
  /**
   * The value of a metric, with its labels as `/metrics` writes them: `analytics_events_total{result="counted"}`. Without them,
   * of all its labels together.
   */
  metric(name: string): Promise<number>;
}

/** @param env its whole environment */
export function spawnReplica(env: Readonly<Record<string, string>>, watchdog: Watchdog): Replica {
  const program = startProgram('apps/consumer/src/main.ts', env, watchdog);
  return {
    program,
    async metric(name) {
      const { health } = await program.said('started');
      const text = await (await fetch(`${String(health)}/metrics`)).text();
      const starts = [`${name} `, `${name}{`];
      return text
        .split('\n')
        .filter((line) => starts.some((start) => line.startsWith(start)))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
  };
}
