import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { messageOf } from './message-of.ts';

const ATTEMPTS = 3;
/** In the words of mysqld and Erlang, RabbitMQ about its distribution port, broker.ts, and Docker. */
const PORT_TAKEN =
  /address already in use|eaddrinuse|dist_port_already_used|port may be in use|port is already allocated/i;

/**
 * Below those that kernels give to clients by themselves, or a client might be given the port of a server that is just being
 * started again.
 */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const TRIED_PORTS = 1_000;

/** Different free TCP ports of the loopback. */
export async function freePorts(count: number): Promise<number[]> {
  await using held = new AsyncDisposableStack();
  const ports = new Set<number>();
  for (let tried = 0; ports.size < count; tried += 1) {
    if (tried === TRIED_PORTS) throw new Error('there are not enough free ports');
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    const server = createServer();
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
    } catch {
      continue;
    }
    held.defer(async () => void (await once(server.close(), 'close')));
    ports.add(port);
  }
  return [...ports];
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
