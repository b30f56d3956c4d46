import { subscribe } from 'node:diagnostics_channel';
import {
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const FIRST_SERVER_ERROR = 500;

/**
 * Makes a span of each request to the API that was answered; probes, scrapes and what has no route are none.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span
 */
export function traceRequests(tracer: Tracer): void {
  // https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks
  subscribe('fastify.initialization', (message) => {
    const { fastify } = message as { readonly fastify: FastifyInstance };
    fastify.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url;
      if (route?.startsWith('/api/')) traceRequest(tracer, route, request, reply);
      done();
    });
  });
}

/** Afterwards: nothing that happens in between is traced. */
function traceRequest(
  tracer: Tracer,
  route: string,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { method, protocol, url, headers } = request;
  const [path = ''] = url.split('?', 1);
  const status = reply.statusCode;
  const now = Date.now();
  const span = tracer.startSpan(
    `${method} ${route}`,
    {
      kind: SpanKind.SERVER,
      startTime: now - reply.elapsedTime,
      attributes: {
        [ATTR_HTTP_REQUEST_METHOD]: method,
        [ATTR_HTTP_ROUTE]: route,
        [ATTR_HTTP_RESPONSE_STATUS_CODE]: status,
        [ATTR_URL_PATH]: path,
        [ATTR_URL_SCHEME]: protocol,
      },
    },
    propagation.extract(ROOT_CONTEXT, headers),
  );
  if (status >= FIRST_SERVER_ERROR) {
    span.setAttribute(ATTR_ERROR_TYPE, String(status));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(now);
}
