import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { NotAcceptable } from '../request-errors.ts';

/**
 * The media type that the caller likes best, of those that a route can answer with; the first if there is no wish.
 *
 * @throws {NotAcceptable} when none will do
 */
export function pickFormat<T extends string>(
  request: FastifyRequest,
  reply: FastifyReply,
  formats: readonly [T, ...T[]],
): T {
  reply.header('vary', 'accept');
  const wish = request.headers.accept;
  if (wish === undefined || wish === '*/*' || wish === formats[0]) return formats[0];
  const picked = new Negotiator(request).mediaType([...formats]);
  const format = formats.find((candidate) => candidate === picked);
  if (format === undefined) throw new NotAcceptable(formats);
  return format;
}
