import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ApiKey } from '../config.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, by the name of the key; `null` before that is known. */
    caller: string | null;
  }
}

const HEADER = 'x-internal-api-key';

/**
 * Lets only requests through that bring one of `keys`; all others are answered 401.
 *
 * Digests are compared rather than keys, since those have all the same length, and all of them in constant
 * time, so that the time taken tells nothing of any key.
 */
export function requireApiKey(app: FastifyInstance, keys: readonly ApiKey[]): void {
  const known = keys.map(({ name, key }) => ({ name, digest: digestOf(key) }));

  app.addHook('onRequest', (request, reply, done) => {
    const given = request.headers[HEADER];
    const digest = digestOf(typeof given === 'string' ? given : '');
    const [caller] = known.filter((key) => timingSafeEqual(key.digest, digest));
    if (caller) {
      request.caller = caller.name;
      return done();
    }
    reply.header('www-authenticate', 'ApiKey realm="post-views"');
    done(app.httpErrors.unauthorized('a valid key is required in the header X-Internal-Api-Key'));
  });
}

function digestOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
