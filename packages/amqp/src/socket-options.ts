import { hostname } from 'node:os';
import type { Addresses } from './addresses.ts';

/** Without a byte from the broker. With the longest pause of connection.ts after it, 5 s: so soon we are back. */
const CONNECT_TIMEOUT_MS = 4_000;

/** How each connection is opened. @param purpose see `ConnectionOptions` */
export function socketOptions(purpose: string, { ca }: Addresses) {
  return {
    ...(ca && { ca: [...ca] }),
    timeout: CONNECT_TIMEOUT_MS,
    noDelay: true,
    keepAlive: true,
    clientProperties: { connection_name: `post-views-${purpose}:${hostname()}:${process.pid}` },
  };
}
