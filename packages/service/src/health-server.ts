import type { Registry } from '@prometheus-io/client';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

/** One thing that must hold, as `/ready` and `/live` show it. */
export interface Check {
  readonly ok: boolean;
  /** What is the matter, for the person who looks; words of ours, never a message of a server. */
  readonly why?: string;
}

export type Checks = Readonly<Record<string, Check>>;

export interface HealthSources {
  /** False only when nothing but a restart would help. */
  live(): Checks | Promise<Checks>;
  /** False when the process could not do its work now. */
  ready(): Checks | Promise<Checks>;
  readonly metrics: Registry;
}

/** The health port of a process: `/live`, `/ready` and `/metrics`, without a key, and nothing else. */
export function buildHealthServer(sources: HealthSources): FastifyInstance {
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    // A path that can't be read is not known either.
    frameworkErrors: (_error, _request, reply) => {
      void plain(reply, 404, 'not found');
    },
  });
  app.get('/live', async (_request, reply) => report(await sources.live(), reply));
  app.get('/ready', async (_request, reply) => report(await sources.ready(), reply));
  app.get('/metrics', async (_request, reply) => {
    reply.type(sources.metrics.contentType);
    return sources.metrics.metrics();
  });
  app.setNotFoundHandler((_request, reply) => plain(reply, 404, 'not found'));
  app.setErrorHandler((_error, _request, reply) => plain(reply, 500, 'failed'));
  return app;
}

/** The framework's own answers say more than anybody has asked for. */
function plain(reply: FastifyReply, code: number, text: string) {
  return reply.code(code).type('text/plain').send(`${text}\n`);
}

function report(checks: Checks, reply: FastifyReply) {
  const ok = Object.values(checks).every((check) => check.ok);
  reply.code(ok ? 200 : 503);
  return { ok, checks };
}
