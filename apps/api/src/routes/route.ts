import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DayRange } from '@post-views/db';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { DaysWriter } from '../answers/daily.ts';
import type { Respond } from '../answers/responder.ts';
import type { Reads } from '../reads/reads.ts';

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
  readonly reads: Reads;
  readonly respond: Respond;
  /** Of the days of a range, in JSON. */
  readonly daysWriterOf: (range: DayRange, today: string) => DaysWriter;
  /** The UTC day, `YYYY-MM-DD`. */
  readonly today: () => string;
}

/** Adds one request to the app. */
export type Route = (app: App, context: RouteContext) => void;
