import sensible from '@fastify/sensible';
import type { DatabaseClient } from '@post-views/db';
import type { Logger } from '@post-views/service';
import Fastify from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { ApiKey } from './config.ts';
import { logRequests } from './plugins/access-log.ts';
import { requireApiKey } from './plugins/auth.ts';
import {
  answerClientError,
  answerErrors,
  answerFrameworkError,
  answerNotFound,
} from './plugins/errors.ts';
import { dailyViewsRoute } from './routes/daily-views.route.ts';
import type { App } from './routes/route.ts';
import { topPostsRoute } from './routes/top-posts.route.ts';
import { totalViewsRoute } from './routes/total-views.route.ts';

export interface AppOptions {
  readonly db: DatabaseClient;
  readonly log: Logger;
  readonly apiKeys: readonly ApiKey[];
  readonly now: () => Date;
}

/**
 * Builds the API; never listens. The way of a request: access log → key → validation → route → query →
 * serialisation, and whatever goes wrong on it ends in one error handler.
 */
export async function buildApp(options: AppOptions): Promise<App> {
  const { db, log, apiKeys, now } = options;
  const app = Fastify({
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
  await app.register(sensible);

  logRequests(app, log);
  answerErrors(app, log);
  answerNotFound(app);

  await app.register(
    async (api) => {
      requireApiKey(api, apiKeys);
      answerNotFound(api);
      for (const addRoute of [topPostsRoute, totalViewsRoute, dailyViewsRoute]) {
        addRoute(api.withTypeProvider<ZodTypeProvider>(), { db, now });
      }
    },
    { prefix: '/api/v1' },
  );
  return app;
}
