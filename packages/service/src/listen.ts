import { ConfigError } from './env.ts';

/** What a Fastify server has of it. */
export interface Listener {
  listen(address: { host: string; port: number }): Promise<string>;
}

/** By the code of a Node error. */
const REASONS: Readonly<Record<string, (port: string) => string>> = {
  EADDRINUSE: (port) => `${port} is used by another process`,
  EACCES: (port) => `${port} may not be listened on by this user`,
  EADDRNOTAVAIL: () => 'HOST: is not an address of this machine',
  ENOTFOUND: () => 'HOST: is not known',
};

/**
 * Starts to listen.
 *
 * @param variable that names the port
 * @returns the URL
 * @throws {ConfigError} naming the variable that is at fault
 */
export async function listen(
  server: Listener,
  address: { readonly host: string; readonly port: number },
  variable: string,
): Promise<string> {
  try {
    return await server.listen(address);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = REASONS[code]?.(`${variable}: ${address.port}`);
    throw reason === undefined ? error : new ConfigError(`Can not listen:\n  ${reason}`);
  }
}
