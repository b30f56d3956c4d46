import { emptyTables } from '../stage/database.ts';
import { countMiscounts } from '../stage/verify.ts';
import type { Posts } from '../workload/posts.ts';
import { backlog } from '../workload/workload.ts';
import { drain } from './drain.ts';
import type { Line, Sample } from './line.ts';

export interface HotPostsLine {
  readonly events: number;
  readonly posts: Posts;
  /** On which the events fall in turn. */
  readonly days: number;
  readonly replicas: number;
}

/**
 * This service's consumers, all of which want the same few counters in every transaction. What they have lost
 * or counted twice is a figure, so that it stands beside the deadlocks.
 */
export function hotPostsLine(name: string, { days, replicas, ...options }: HotPostsLine): Line {
  return {
    name,
    async run(stage, seed): Promise<Sample> {
      await emptyTables(stage.database);
      const workload = { ...backlog({ seed, eventsPerMessage: 1, ...options }), days };
      const sample = await drain(stage, workload, { replicas });
      return { ...sample, miscounts: await countMiscounts(stage.database, workload) };
    },
  };
}
