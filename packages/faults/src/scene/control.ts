import { controlBroker } from '@post-views/servers';
import type { World } from './scene.ts';

/**
 * Runs `rabbitmqctl`.
 *
 * @returns what it wrote
 * @throws when it fails, and when the broker is not one that was started here
 */
export async function control({ servers }: World, ...args: string[]): Promise<string> {
  if (!servers.broker.control) throw new Error('there is no rabbitmqctl for this broker');
  return controlBroker(servers.broker.control, ...args);
}
