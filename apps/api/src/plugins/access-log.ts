import type { Logger } from '@post-views/service';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';

const NO_ROUTE = 'none';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it was refused for want of room. */
    refused: boolean;
  }
}

/**
 * One line for each request that was answered: what, by whom, how it ended. No address, no header. What was refused for want of
 * room is only counted: under load, that is when a line costs most.
 */
export function logRequests(app: FastifyInstance, log: Logger, metrics: Metrics): void {
  app.decorateRequest('refused', false);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? null;
    const status = reply.statusCode;
    const ms = reply.elapsedTime;
    metrics.answered(route ?? NO_ROUTE, status, ms / 1000);
    if (!request.refused) {
      log.info({
        event: 'request_answered',
        method: request.method,
        route,
        status,
        caller: request.caller ?? null,
        ms: Math.round(ms * 10) / 10,
      });
    }
    done();
  });
}
