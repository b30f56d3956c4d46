import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type {
  ConnectionError,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  preHandlerAsyncHookHandler,
} from 'fastify';
import { RETRY_AFTER_SECONDS } from '../limits.ts';
import type { Metrics, ParserStatus } from '../metrics.ts';
import { PROBLEM_TYPE, type Problem, problemOf } from '../problem.ts';
import { problemFromError } from '../problem-from-error.ts';
import type { FailureLog } from '../reads/failure-log.ts';
import { InvalidRequest, Overloaded } from '../request-errors.ts';

/** Caches may keep a 404, for one, as long as they see fit if nobody says otherwise (RFC 9111, 4.2.2). */
const NO_STORE = 'no-store';
/** Nobody reads it, but it is counted. */
const BROKEN_OFF = problemOf(400, { detail: 'the request was aborted' });

/**
 * Answers what no route answers. To be called again in a part of the app that has hooks of its own, so that
 * they run before a 404 as well.
 *
 * @param before hooks that are added to each route, which a 404 is not
 */
export function answerNotFound(
  app: FastifyInstance,
  before: preHandlerAsyncHookHandler[] = [],
): void {
  app.setNotFoundHandler({ preHandler: before }, (request, reply) =>
    sendProblem(reply, notFound(request)),
  );
}

/** The one place that makes answers of errors. */
export function answerErrors(app: FastifyInstance, failures: FailureLog): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const isBrokenOff = request.raw.destroyed && !request.raw.complete;
    const answer = isBrokenOff ? BROKEN_OFF : problemFromError(error);
    request.refused = error instanceof Overloaded;
    if (answer.status >= 500) failures.requestFailed(request.routeOptions.url, error);
    if (answer.status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
    // The route may have set these for an answer that is not sent now.
    for (const header of ['etag', 'content-encoding']) reply.removeHeader(header);
    return sendProblem(reply, answer);
  });
}

/** What Node would refuse by itself, without a body: a request of HTTP/1.1 that does not say whom it asks (RFC 9112, 3.2). */
export function requireHost(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const lacksHost = request.headers.host === undefined && request.raw.httpVersion === '1.1';
    done(lacksHost ? new InvalidRequest('Host', 'is required') : undefined);
  });
}

/** What Fastify refuses before there is a request: a path that cannot be decoded, or has too long a part. */
export function answerFrameworkError(
  _error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  sendProblem(reply, problemOf(400, { detail: 'the path is not valid' }));
}

/** What Node would answer by itself, without a body: a header `Expect` that asks for something else than to go on. */
export function expectationHandler(metrics: Metrics) {
  return (_request: IncomingMessage, response: ServerResponse): void => {
    metrics.rejected(417);
    const body = JSON.stringify(problemOf(417, { detail: 'Expect can only be 100-continue' }));
    const headers = {
      'content-type': PROBLEM_TYPE,
      'cache-control': NO_STORE,
      connection: 'close',
    };
    response.writeHead(417, headers).end(body);
  };
}

/** What Node refuses before Fastify sees it: bytes that are not HTTP, headers that are too large. */
export function clientErrorHandler(metrics: Metrics) {
  return (error: ConnectionError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const status = CLIENT_ERRORS[error.code ?? ''] ?? 400;
    metrics.rejected(status);
    const body = JSON.stringify(problemOf(status));
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${PROBLEM_TYPE}\r\n` +
        `Cache-Control: ${NO_STORE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  };
}

const CLIENT_ERRORS: Readonly<Record<string, ParserStatus>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

function sendProblem(reply: FastifyReply, answer: Problem): FastifyReply {
  reply.code(answer.status).headers({ 'content-type': PROBLEM_TYPE, 'cache-control': NO_STORE });
  return reply.send(JSON.stringify(answer));
}

function notFound(request: FastifyRequest): Problem {
  return problemOf(404, { detail: `no route for ${request.method} at this path` });
}
