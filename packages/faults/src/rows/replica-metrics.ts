import type { Scene } from '../scene/scene.ts';

/** A metric of each replica that runs. */
export function readAll({ replicas }: Scene, metric: string): Promise<number[]> {
  return Promise.all([...replicas].map((replica) => replica.metric(metric)));
}

/**
 * Only the database has failed: nothing was given back to the broker, which would drop it after a number of times.
 *
 * @throws when something was
 */
export async function expectNothingRedelivered(scene: Scene): Promise<void> {
  const counts = await readAll(scene, 'redelivered_messages_total');
  const messages = counts.reduce((sum, count) => sum + count, 0);
  if (messages > 0) throw new Error(`${messages} messages were delivered again`);
}
