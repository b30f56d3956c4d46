import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { messageOf } from './message-of.ts';

const ATTEMPTS = 3;
/** In the words of mysqld and Erlang, RabbitMQ about its distribution port, broker.ts, and Docker. */
const PORT_TAKEN =
  /address already in use|eaddrinuse|dist_port_already_used|port may be in use|port is already allocated/i;

/** Different free TCP ports of the loopback. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/**
 * Starts something on free ports; on others if somebody took one of them in between.
 *
 * @throws what `start` throws, for another reason or for the third time
 */
export async function withFreePorts<T>(
  count: number,
  start: (ports: readonly number[]) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePorts(count));
    } catch (error) {
      if (attempt === ATTEMPTS || !PORT_TAKEN.test(messageOf(error))) throw error;
    }
  }
}
