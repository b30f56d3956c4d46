import { z } from 'zod';
import { csvFormat } from '../answers/csv.ts';
import { jsonFormat } from '../answers/json.ts';
import { pickFormat } from '../answers/negotiate.ts';
import { comparePeriods, periodSchema } from '../periods.ts';
import {
  comparedMeta,
  defaultNumber,
  EXAMPLE,
  EXAMPLE_WEEKS,
  postUuid,
  responses,
  viewCount,
} from '../schemas.ts';
import type { Route } from './route.ts';

const period = periodSchema('7d', '30d');
const row = z.object({
  rank: z.int().min(1),
  post_uuid: postUuid,
  current: viewCount,
  previous: viewCount,
  increase: z.int().min(1),
});
const json = jsonFormat(
  z.array(row),
  { period, ...comparedMeta, limit: z.int(), min_views: z.int() },
  {
    data: [{ rank: 1, post_uuid: EXAMPLE.post, current: 250, previous: 200, increase: 50 }],
    meta: { period: '7d', ...EXAMPLE_WEEKS, limit: 1, min_views: 10 },
  },
);
const formats = [json, csvFormat(row)] as const;

const schema = {
  operationId: 'getTrendingPosts',
  tags: ['Rankings and statistics'],
  summary: 'Posts with the largest increase in views over the period before, ties by UUID',
  description:
    'Whole UTC days ending today, which is not over. By `Accept` also as CSV; 406 if neither is acceptable.',
  querystring: z.strictObject({
    period: period.default('7d'),
    limit: defaultNumber(1, 100, 10, 'Number of posts to return'),
    min_views: defaultNumber(1, 1_000_000, 10, 'Minimum views in the period'),
  }),
  response: responses(...formats),
};

export const trendingPostsRoute: Route = (app, { reads, respond, today }) => {
  app.get('/posts/trending', { schema }, (request, reply) => {
    const { limit, min_views } = request.query;
    const day = today();
    const { range, previous, meta } = comparePeriods(request.query.period, day);
    const format = pickFormat(request, reply, formats);
    return respond(reply, {
      key: `trending ${range.from} ${day} ${limit} ${min_views} ${format.mediaType}`,
      range,
      today: day,
      slow: true,
      load: async (asOf) => {
        const posts = await reads.readTrendingPosts({
          range,
          previous,
          limit,
          minViews: min_views,
        });
        const ranked = posts.map(({ postUuid: post_uuid, ...counts }, index) => ({
          rank: index + 1,
          post_uuid,
          ...counts,
        }));
        return format.answer(ranked, { ...meta, limit, min_views }, asOf);
      },
    });
  });
};
