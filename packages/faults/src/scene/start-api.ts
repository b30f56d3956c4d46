import { randomBytes } from 'node:crypto';
import { startProgram } from '@post-views/programs';
import type { Watchdog } from '@post-views/servers';
import { type Env, merged } from '../wrapper/preload.ts';
import type { Sources } from './read-stored.ts';

/** The API of a scene, as a process. */
export async function startApi(
  databaseUrl: string,
  clock: Env,
  watchdog: Watchdog,
): Promise<Pick<Sources, 'apiUrl' | 'apiKey'> & AsyncDisposable> {
  const apiKey = randomBytes(12).toString('hex');
  const env = {
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    HEALTH_PORT: '0',
    INTERNAL_API_KEYS: `faults:${apiKey}`,
  };
  const program = startProgram('apps/api/src/main.ts', merged(env, clock), watchdog);
  const { url } = await program.said('started');
  return {
    apiUrl: `${String(url)}/api/v1`,
    apiKey,
    [Symbol.asyncDispose]: () => program.stop(),
  };
}
