import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ApiKey } from '../config.ts';
import { Unauthorized } from '../request-errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The name of the key that was given; `null` before that is known, and outside of what needs a key. */
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
    done(new Unauthorized());
  });
}

function digestOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
