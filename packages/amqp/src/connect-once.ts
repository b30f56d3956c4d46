import { type ChannelModel, connect } from 'amqplib';
import { Addresses } from './addresses.ts';
import { limitClose } from './close.ts';
import type { ConnectionOptions } from './connection.ts';
import { socketOptions } from './socket-options.ts';

/**
 * Opens a connection that ends when it is lost: for a task that has an end of its own. Tries each node once.
 *
 * @throws when the last of them can't be reached or refuses the login
 */
export async function connectOnce({
  url,
  purpose,
}: Pick<ConnectionOptions, 'url' | 'purpose'>): Promise<ChannelModel> {
  const addresses = new Addresses(url);
  const attempt = async () => {
    const model = await connect(addresses.target, socketOptions(purpose, addresses));
    limitClose(model);
    return model;
  };
  for (let tried = 1; tried < addresses.count; tried += 1) {
    try {
      return await attempt();
    } catch {
      addresses.next();
    }
  }
  return attempt();
}
