import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';

const WINDOW_MS = 60_000;

/**
 * Refuses what a caller asks beyond `perMinute` with 429, and tells when to retry. To be called after the caller is
 * known: keys of one name share a limit, so that replacing a key gives no more. Each process counts by itself.
 *
 * @returns what counts a request that no route answers; the routes of `app` are counted already
 */
export async function limitRate(
  app: FastifyInstance,
  perMinute: number,
): Promise<preHandlerAsyncHookHandler> {
  await app.register(fastifyRateLimit, {
    max: perMinute,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => request.caller ?? '',
    // IETF's names: RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset.
    enableDraftSpec: true,
  });
  return app.rateLimit();
}
