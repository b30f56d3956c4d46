import { totalViews } from '@post-views/db';
import { z } from 'zod';
import { answers, commonMeta, metaOf, noQuery, postParams, postUuid, views } from '../schemas.ts';
import type { Route } from './route.ts';

const schema = {
  summary: 'How often a post was seen, of all days',
  params: postParams,
  querystring: noQuery,
  response: answers(
    z.object({
      data: z.object({ post_uuid: postUuid, views }),
      meta: z.object({
        period: z.literal('all'),
        granularity: z.literal('total'),
        ...commonMeta,
      }),
    }),
  ),
};

export const totalViewsRoute: Route = (app, { db, now }) => {
  app.get('/posts/:uuid/views', { schema }, async ({ params }) => {
    const asOf = now();
    return {
      data: { post_uuid: params.uuid, views: await totalViews(db, params.uuid) },
      meta: metaOf(asOf, { period: 'all', granularity: 'total' }),
    };
  });
};
