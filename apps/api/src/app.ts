import { rememberLast, startOfDay, toSqlDate } from '@post-views/db';
import type { Logger } from '@post-views/service';
import Fastify from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Answer } from './answers/answer.ts';
import { createDaysWriters } from './answers/daily.ts';
import { createResponder } from './answers/responder.ts';
import type { Config } from './config.ts';
import { CACHE, HTTP } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { logRequests } from './plugins/access-log.ts';
import { requireApiKey } from './plugins/auth.ts';
import { serveDocs } from './plugins/docs-page.ts';
import {
  answerErrors,
  answerFrameworkError,
  answerNotFound,
  clientErrorHandler,
  expectationHandler,
  requireHost,
} from './plugins/error-handlers.ts';
import { collectDocument } from './plugins/openapi-document.ts';
import { limitRate } from './plugins/rate-limit.ts';
import { Admission } from './reads/admission.ts';
import { FailureLog } from './reads/failure-log.ts';
import { ReadCache } from './reads/read-cache.ts';
import type { Reads } from './reads/reads.ts';
import type { App } from './routes/route.ts';
import { routes } from './routes/routes.ts';

export interface AppOptions extends Pick<Config, 'apiKeys' | 'rateLimit' | 'maxInFlight'> {
  readonly reads: Reads;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** Milliseconds since whenever, which nobody sets. */
  readonly monotonicMs?: () => number;
}

/**
 * Builds the API; never listens. The path of a request: access log → key → rate → validation → route → cache → admission →
 * query → serialisation, and whatever goes wrong on it ends in one error handler.
 */
export async function buildApp(options: AppOptions): Promise<App> {
  const { reads, log, metrics, apiKeys, rateLimit, maxInFlight, now } = options;
  const { monotonicMs = () => performance.now() } = options;
  const app = Fastify({
    ...HTTP,
    logger: false,
    // A caller that keeps its connection must not keep the process from ending.
    forceCloseConnections: 'idle',
    // A request that came before the end is answered as any other.
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: clientErrorHandler(metrics),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  app.server.on('checkExpectation', expectationHandler(metrics));
  app.decorateRequest('caller', null);

  logRequests(app, log, metrics);
  const failures = new FailureLog(log);
  app.addHook('onClose', async () => failures.end());
  answerErrors(app, failures);
  requireHost(app);
  answerNotFound(app);
  await collectDocument(app);

  const admission = new Admission(maxInFlight);
  metrics.observeAdmission(admission);
  const cache = new ReadCache<Answer>({
    ...CACHE,
    sizeOf: ({ body }) => body.length,
    now,
    monotonicMs,
    onRead: (outcome) => metrics.read(outcome),
    onFailure: (error) => failures.refreshFailed(error),
  });
  const context = {
    reads,
    respond: createResponder(cache, admission),
    daysWriterOf: createDaysWriters(),
    today: todayBy(now),
  };
  await app.register(
    async (api) => {
      requireApiKey(api, apiKeys);
      answerNotFound(api, rateLimit === undefined ? [] : [await limitRate(api, rateLimit)]);
      for (const addRoute of routes) addRoute(api.withTypeProvider<ZodTypeProvider>(), context);
    },
    { prefix: '/api/v1' },
  );
  await serveDocs(app);
  return app;
}

/** The UTC day, which is asked for with each request and changes once a day. */
function todayBy(now: () => Date): () => string {
  const dateOf = rememberLast((startsAt: number) => toSqlDate(startsAt));
  return () => dateOf(startOfDay(now().getTime() / 1000));
}
