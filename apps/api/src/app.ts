import { rememberLast, startOfDay, toSqlDate } from '@post-views/db';
import type { Logger } from '@post-views/service';
import Fastify from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Answer } from './answers/answer.ts';
import { createResponder } from './answers/responder.ts';
import type { Config } from './config.ts';
import type { Metrics } from './metrics.ts';
import { logRequests } from './plugins/access-log.ts';
import { admitRequests } from './plugins/admission.ts';
import { requireApiKey } from './plugins/auth.ts';
import { serveDocs } from './plugins/docs-page.ts';
import {
  answerClientError,
  answerErrors,
  answerExpectation,
  answerFrameworkError,
  answerNotFound,
  requireHost,
} from './plugins/errors.ts';
import { collectDocument } from './plugins/openapi-document.ts';
import { limitRate } from './plugins/rate-limit.ts';
import { createFailureLog } from './reads/failure-log.ts';
import { ReadCache } from './reads/read-cache.ts';
import type { Reads } from './reads/reads.ts';
import type { App } from './routes/route.ts';
import { routes } from './routes/routes.ts';

/** What a request may be, and take. */
const LIMITS = {
  /** Room for 500 UUIDs, with as much white space. */
  bodyLimit: 64 * 1024,
  /** Until all of a request is there. */
  requestTimeout: 5_000,
  /** Of silence, while an answer is being read. */
  connectionTimeout: 10_000,
  /** Longer than load balancers keep a connection, so that it is never us who close one in use. */
  keepAliveTimeout: 72_000,
  http: {
    maxHeaderSize: 8 * 1024,
    headersTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
    // See requireHost.
    requireHostHeader: false,
  },
} as const;

/** How long readings are given. Together with the batch of the consumer this is how old a number may be. */
const CACHE = {
  freshMs: 1_000,
  keepMs: 5_000,
  staleMs: 10 * 60_000,
  maxBytes: 64 * 1024 * 1024,
} as const;

export interface AppOptions extends Pick<Config, 'apiKeys' | 'rateLimit' | 'maxRequests'> {
  readonly reads: Reads;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now: () => Date;
}

/**
 * Builds the API; never listens. The way of a request: access log → admission → key → rate → validation → route →
 * cache → query → serialisation, and whatever goes wrong on it ends in one error handler.
 */
export async function buildApp(options: AppOptions): Promise<App> {
  const { reads, log, metrics, apiKeys, rateLimit, maxRequests, now } = options;
  const app = Fastify({
    ...LIMITS,
    logger: false,
    // A caller that keeps its connection must not keep the process from ending.
    forceCloseConnections: 'idle',
    // A request that came before the end is answered as any other.
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  app.server.on('checkExpectation', answerExpectation);
  app.decorateRequest('caller', null);

  logRequests(app, log, metrics);
  const admission = admitRequests(app, maxRequests);
  metrics.watchRequests(() => admission.atWork);
  answerErrors(app, log);
  requireHost(app);
  answerNotFound(app);
  await collectDocument(app);

  const failures = createFailureLog(log);
  app.addHook('onClose', async () => failures.end());
  const cache = new ReadCache<Answer>({
    ...CACHE,
    sizeOf: ({ body }) => body.length,
    now,
    onRead: (outcome) => metrics.read(outcome),
    onFailure: (error) => failures.say(error),
  });
  const context = { reads, respond: createResponder(cache), today: todayBy(now) };
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
