import type { Scene } from '../scene/scene.ts';

/** A metric of each replica that runs. */
export function readAll({ replicas }: Scene, metric: string): Promise<number[]> {
  return Promise.all([...replicas].map((replica) => replica.metric(metric)));
}

/** A metric of all replicas that run, together. */
export async function readSum(scene: Scene, metric: string): Promise<number> {
  return (await readAll(scene, metric)).reduce((sum, value) => sum + value, 0);
}

/**
 * Only the database has failed: nothing was given back to the broker, which would drop it after a number of times.
 *
 * @throws when something was
 */
export async function expectNothingRedelivered(scene: Scene): Promise<void> {
  const messages = await readSum(scene, 'analytics_redelivered_messages_total');
  if (messages > 0) throw new Error(`${messages} messages were delivered again`);
}

/**
 * Publishers send nothing twice, and nobody is killed: what was committed was acknowledged as well.
 *
 * @throws when a view came again that was there already
 */
export async function expectNothingTwice(scene: Scene): Promise<void> {
  const views = await readSum(scene, 'analytics_events_total{result="duplicate"}');
  if (views > 0) throw new Error(`${views} views came again after they were committed`);
}
