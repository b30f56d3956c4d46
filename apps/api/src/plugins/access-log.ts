import type { Logger } from '@post-views/service';
import type { FastifyInstance } from 'fastify';

/** One line for each request that was answered: what, by whom, how it ended. No address, no header. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    log.info({
      event: 'request_answered',
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      caller: request.caller ?? null,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    });
  });
}
