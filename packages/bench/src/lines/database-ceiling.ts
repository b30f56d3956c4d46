import { toldProgress } from '../measure/progress.ts';
import { beforeStart, watchDrain } from '../measure/watch.ts';
import { emptyTables } from '../stage/database.ts';
import { verify } from '../stage/verify.ts';
import type { Posts } from '../workload/posts.ts';
import { backlog } from '../workload/workload.ts';
import { counted, type Line, type Sample } from './line.ts';

export interface DatabaseCeilingLine {
  readonly events: number;
  readonly posts: Posts;
  readonly connections: number;
  readonly batchSize: number;
}

/**
 * What the database takes: the consumer's own function writes the same views from memory, in the same batches,
 * without a broker and without reading anything.
 */
export function databaseCeilingLine(options: DatabaseCeilingLine): Line {
  return {
    name: `database alone, ${counted(options.connections, 'connection')}`,
    async run(stage, seed): Promise<Sample> {
      const { database, signal } = stage;
      await emptyTables(database);
      const workload = backlog({ seed, eventsPerMessage: 1, ...options });
      await stage.settle(database);

      const beginning = beforeStart(stage.serverGroups);
      await using program = stage.start('packages/bench/src/programs/write-views.ts', {
        DATABASE_URL: database.url,
        CONNECTIONS: String(options.connections),
        BATCH_SIZE: String(options.batchSize),
        WORKLOAD: JSON.stringify(workload),
      });
      await program.said('ready');
      program.tell({ event: 'go' });
      const window = await watchDrain({
        beginning,
        events: options.events,
        progress: toldProgress([program]),
        groups: { ...stage.serverGroups, node: [program.pid] },
        signal,
      });
      await program.stop();
      await verify(database, workload);
      return window;
    },
  };
}
