import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';

const WINDOW_MS = 60_000;

/**
 * Refuses what a caller asks beyond `perMinute` with 429, and tells when to come again. To be called after the caller is
 * known. Each replica counts by itself.
 */
export async function limitRate(app: FastifyInstance, perMinute: number): Promise<void> {
  await app.register(fastifyRateLimit, {
    max: perMinute,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => request.caller ?? '',
    // IETF's names: RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset.
    enableDraftSpec: true,
  });
}
