import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { NotAcceptable } from '../request-errors.ts';
import type { Documented } from '../schemas.ts';

/**
 * The format that the caller likes best, of those of a route; the first if there is no wish.
 *
 * @throws {NotAcceptable} when none will do
 */
export function pickFormat<F extends Documented>(
  request: FastifyRequest,
  reply: FastifyReply,
  formats: readonly [F, ...F[]],
): F {
  reply.header('vary', 'accept');
  const [first] = formats;
  const wish = request.headers.accept;
  if (wish === undefined || wish === '*/*' || wish === first.mediaType) return first;
  const mediaTypes = formats.map(({ mediaType }) => mediaType);
  const picked = new Negotiator(request).mediaType(mediaTypes);
  const format = formats.find(({ mediaType }) => mediaType === picked);
  if (format === undefined) throw new NotAcceptable(mediaTypes);
  return format;
}
