import { emptyTables } from '../stage/database.ts';
import { verify } from '../stage/verify.ts';
import type { Posts } from '../workload/posts.ts';
import { backlog } from '../workload/workload.ts';
import { type DrainOptions, drain } from './drain.ts';
import { counted, type Line, type Sample } from './line.ts';

export interface ConsumerLine extends DrainOptions {
  readonly events: number;
  readonly eventsPerMessage: number;
  readonly posts: Posts;
}

/**
 * This service's consumer, as it is, as so many processes. They work off a backlog into empty tables; then
 * these must hold exactly what was published.
 */
export function consumerLine(name: string, options: ConsumerLine): Line {
  return {
    name,
    async run(stage, seed): Promise<Sample> {
      await emptyTables(stage.database);
      const workload = backlog({ seed, ...options });
      const sample = await drain(stage, workload, options);
      await verify(stage.database, workload);
      return sample;
    },
  };
}

/** `one event a message, 2 replicas` */
export function nameOf({
  eventsPerMessage,
  replicas,
}: Pick<ConsumerLine, 'eventsPerMessage' | 'replicas'>) {
  const messages = eventsPerMessage === 1 ? 'one event a message' : `arrays of ${eventsPerMessage}`;
  return `${messages}, ${counted(replicas, 'replica')}`;
}
