import { beforeStart, watchDrain } from '../measure/watch.ts';
import { needEmpty } from '../stage/broker.ts';
import { emptyTables } from '../stage/database.ts';
import type { Stage } from '../stage/stage.ts';
import { verify } from '../stage/verify.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { publish } from '../workload/publish.ts';
import { backlog } from '../workload/workload.ts';
import { startReplicas } from './replicas.ts';

/**
 * How many events per second go through the whole service while they are being published as fast as possible:
 * less than from a backlog, since publisher, broker and consumers work at the same time.
 */
export async function measureCapacity(
  stage: Stage,
  seed: number,
  { replicas: count, events }: { readonly replicas: number; readonly events: number },
): Promise<number> {
  const { broker, database, signal } = stage;
  await emptyTables(database);
  const beginning = beforeStart(stage.serverGroups);
  await using work = new AsyncDisposableStack();
  const { groups, progress } = work.use(await startReplicas(stage, count));
  const workload = backlog({ seed, events, eventsPerMessage: 1, posts: ZIPF_POSTS });
  const [{ eventsPerSecond }] = await Promise.all([
    watchDrain({ beginning, events, progress, groups, signal }),
    publish(broker.channel, broker.queue, workload, signal),
  ]);
  await work.disposeAsync();
  await needEmpty(broker, broker.queue);
  await verify(database, workload);
  return eventsPerSecond;
}
