import { ApiError, type PostViewsClient } from '@post-views/client';
import type { RequestHandler } from 'express';

interface Post {
  readonly uuid: string;
  readonly title: string;
}

/** `app.get('/authors/:author/views', authorPanel(views, findPosts))`: the posts of an author, with their last 30 days. */
export function authorPanel(
  views: PostViewsClient,
  findPosts: (author: string) => Promise<readonly Post[]>,
): RequestHandler<{ author: string }> {
  return async (request, response) => {
    const left = new AbortController();
    response.on('close', () => left.abort());
    const posts = await findPosts(request.params.author);
    if (posts.length === 0) {
      response.json({ posts });
      return;
    }
    try {
      const uuids = posts.map((post) => post.uuid);
      const { data, meta } = await views.getDaysOfPosts(uuids, undefined, { signal: left.signal });
      const withDays = posts.map((post, index) => ({ ...post, days: data[index]?.days }));
      response.json({ posts: withDays, asOf: meta.as_of });
    } catch (error) {
      // What is wrong with the request or the key is for the error handler, and whoever reads its log.
      if (error instanceof ApiError && error.status < 500) throw error;
      response.status(503).json({ title: 'There are no numbers at the moment' });
    }
  };
}
