import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Overloaded } from '../request-errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether this request is one of those that are being worked on. */
    admitted: boolean;
    /** Whether it was refused for want of room. */
    refused: boolean;
  }
}

export interface Admission {
  /** How many requests are being worked on. */
  readonly atWork: number;
}

/**
 * Works on at most `limit` requests at a time, and refuses all others at once: a queue would only grow, until nobody waits for
 * its answers any more.
 *
 * A request counts from when all of it is here until its answer is made, so that neither a body nor a reader that is slow
 * takes a place; but where all are taken it is refused before anybody waits for its body.
 */
export function admitRequests(app: FastifyInstance, limit: number): Admission {
  let atWork = 0;
  const isFull = (request: FastifyRequest) => {
    request.refused = atWork >= limit;
    return request.refused;
  };
  app.decorateRequest('admitted', false);
  app.decorateRequest('refused', false);
  app.addHook('onRequest', (request, _reply, done) => {
    done(isFull(request) ? new Overloaded() : undefined);
  });
  app.addHook('preHandler', (request, _reply, done) => {
    if (isFull(request)) return done(new Overloaded());
    request.admitted = true;
    atWork += 1;
    done();
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (request.admitted) atWork -= 1;
    request.admitted = false;
    done(null, payload);
  });
  return {
    get atWork() {
      return atWork;
    },
  };
}
