import { topPosts } from '@post-views/db';
import { wholeNumber } from '@post-views/service';
import { z } from 'zod';
import { answers, commonMeta, metaOf, postUuid, views } from '../schemas.ts';
import type { Route } from './route.ts';

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 10;

const schema = {
  summary: 'The most seen posts of all days, most views first, ties by UUID',
  querystring: z.strictObject({ limit: wholeNumber(1, MAX_LIMIT).default(DEFAULT_LIMIT) }),
  response: answers(
    z.object({
      data: z.array(z.object({ rank: z.int(), post_uuid: postUuid, views })),
      meta: z.object({ period: z.literal('all'), limit: z.int(), ...commonMeta }),
    }),
  ),
};

export const topPostsRoute: Route = (app, { db, now }) => {
  app.get('/posts/top', { schema }, async ({ query: { limit } }) => {
    const asOf = now();
    const posts = await topPosts(db, { limit, offset: 0 });
    return {
      data: posts.map((post, index) => ({
        rank: index + 1,
        post_uuid: post.postUuid,
        views: post.views,
      })),
      meta: metaOf(asOf, { period: 'all', limit }),
    };
  });
};
