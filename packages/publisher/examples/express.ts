import {
  InvalidViewError,
  type PostView,
  PublishError,
  type Publisher,
} from '@post-views/publisher';
import type { Request, RequestHandler } from 'express';

type Params = { readonly uuid: string };
interface Log {
  warn(fields: object): void;
}

const viewOf = (request: Request<Params>): PostView => ({
  postUuid: request.params.uuid,
  ip: request.ip,
  userAgent: request.get('user-agent'),
  referer: request.get('referer'),
});

/** Fire and forget: the visitor waits for nothing, and a view that can't be published is a line in the log. */
export function showPost(publisher: Publisher, log: Log): RequestHandler<Params> {
  return (request, response) => {
    publisher.publishPostView(viewOf(request)).catch(({ code, message }: PublishError) => {
      log.warn({ event: 'view_not_published', code, reason: message });
    });
    response.json({ title: 'The post' });
  };
}

/** Await: the answer says that the view is in the queue, or has the id and time with which to publish it again. */
export function recordView(publisher: Publisher): RequestHandler<Params> {
  return async (request, response) => {
    try {
      const { eventId } = await publisher.publishPostView(viewOf(request));
      response.status(202).json({ event_id: eventId });
    } catch (error) {
      if (error instanceof InvalidViewError) {
        response.status(400).json({ field: error.field, detail: error.message });
      } else if (error instanceof PublishError) {
        const { code, eventId, viewedAt } = error;
        response.status(503).json({ code, event_id: eventId, viewed_at: viewedAt });
      } else {
        throw error;
      }
    }
  };
}
