import { z } from 'zod';
import { jsonFormat } from '../answers/json.ts';
import { readRange } from '../asked-range.ts';
import {
  EXAMPLE,
  postParams,
  postUuid,
  rangeMeta,
  rangeQuery,
  responses,
  viewCount,
} from '../schemas.ts';
import type { Route } from './route.ts';

const json = jsonFormat(
  z.object({ post_uuid: postUuid, views: viewCount }),
  { period: z.literal('all').optional(), ...rangeMeta, granularity: z.literal('total') },
  { data: { post_uuid: EXAMPLE.post, views: 1204 }, meta: { period: 'all', granularity: 'total' } },
);

const schema = {
  operationId: 'getTotalViews',
  tags: ['Posts'],
  summary: 'Total views of a post, all-time or within a range',
  params: postParams,
  querystring: z.strictObject(rangeQuery),
  response: responses(json),
};

export const totalViewsRoute: Route = (app, { reads, respond, today }) => {
  app.get('/posts/:uuid/views', { schema }, ({ params: { uuid }, query }, reply) => {
    const day = today();
    const range = readRange(query, day);
    return respond(reply, {
      key: range ? `total ${uuid} ${range.from} ${range.to}` : `total ${uuid}`,
      range,
      today: day,
      load: async (asOf) => {
        const viewsByPost = range
          ? await reads.readViews([uuid], range)
          : await reads.readTotals([uuid]);
        const meta = { ...(range ?? { period: 'all' as const }), granularity: 'total' as const };
        return json.answer({ post_uuid: uuid, views: viewsByPost.get(uuid) ?? 0 }, meta, asOf);
      },
    });
  });
};
