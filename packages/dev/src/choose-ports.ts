import { once } from 'node:events';
import { createServer } from 'node:net';

export interface Ports {
  readonly api: number;
  readonly apiHealth: number;
  readonly consumerHealth: number;
}

/** The ports that the apps have by default, or a free one in the place of any that is taken. */
export async function choosePorts(): Promise<Ports> {
  return {
    api: await freePort(3000),
    apiHealth: await freePort(9465),
    consumerHealth: await freePort(9464),
  };
}

async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? address.port : wanted;
  } catch {
    return await freePort(0);
  } finally {
    server.close();
  }
}
