import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseClient } from '@post-views/db';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

/** An app whose handlers know the types of their schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What a route is given. */
export interface RouteContext {
  readonly db: DatabaseClient;
  readonly now: () => Date;
}

/** Adds one request to the app. */
export type Route = (app: App, context: RouteContext) => void;
