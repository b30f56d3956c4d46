import type { Program } from '@post-views/programs';
import { memoryBytes } from '../measure/proc.ts';
import { beforeStart, type Progress, watchDrain } from '../measure/watch.ts';
import { createArticleDatabase } from '../stage/article-database.ts';
import { needEmpty } from '../stage/broker.ts';
import type { BenchDatabase } from '../stage/database.ts';
import { verifyArticle } from '../stage/verify.ts';
import type { Posts } from '../workload/posts.ts';
import { publish } from '../workload/publish.ts';
import { backlog } from '../workload/workload.ts';
import type { Line, Sample } from './line.ts';

/**
 * The consumer of the article that this service comes from, with tables of its own: what there was before,
 * measured in the same way. One message is one event.
 */
export function articleLine(options: { readonly events: number; readonly posts: Posts }): Line {
  return {
    name: "the article's consumer",
    async run(stage, seed): Promise<Sample> {
      const { broker, signal } = stage;
      await using database = await createArticleDatabase(stage.servers.database.url, signal);
      const workload = backlog({ seed, eventsPerMessage: 1, ...options });
      await publish(broker.channel, broker.articleQueue, workload, signal);
      await stage.settle(database);

      const beginning = beforeStart(stage.serverGroups);
      await using program = stage.start('packages/bench/src/programs/article-consumer.ts', {
        DATABASE_URL: database.url,
        AMQP_URL: broker.url,
        AMQP_QUEUE: broker.articleQueue,
      });
      const window = await watchDrain({
        beginning,
        events: options.events,
        progress: () => rowsInserted(database, program),
        groups: { ...stage.serverGroups, node: [program.pid] },
        signal,
      });
      const peakRssBytes = memoryBytes(program.pid, 'VmHWM');
      await program.stop();
      await needEmpty(broker, broker.articleQueue);
      await verifyArticle(database, workload);
      return { ...window, peakRssBytes };
    },
  };
}

/** One row is inserted after the other, so the last number is their count; to look it up costs next to nothing. */
async function rowsInserted(database: BenchDatabase, program: Program): Promise<Progress> {
  program.throwIfEnded();
  const [row] = await database.query<{ last: number | null }>(
    'SELECT MAX(id) AS last FROM post_views',
  );
  const events = row?.last ?? 0;
  return { done: [events], at: Date.now() };
}
