import { controlBroker } from '@post-views/servers';
import type { World } from './scene.ts';

/**
 * Runs `rabbitmqctl`.
 *
 * @throws when it fails, and when the broker is not one that was started here
 */
export async function control({ servers }: World, ...args: string[]): Promise<void> {
  if (!servers.broker.control) throw new Error('there is no rabbitmqctl for this broker');
  await controlBroker(servers.broker.control, ...args);
}
