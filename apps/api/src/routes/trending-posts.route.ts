import { z } from 'zod';
import { csvAnswer } from '../answers/csv.ts';
import { jsonFormat } from '../answers/json.ts';
import { pickFormat } from '../answers/negotiate.ts';
import { daysBefore, lastDays } from '../days.ts';
import { answers, comparedMeta, defaultNumber, postUuid, views } from '../schemas.ts';
import type { Route } from './route.ts';

const FORMATS = ['application/json', 'text/csv'] as const;
const DAYS = { '7d': 7, '30d': 30 } as const;
const period = z.enum(['7d', '30d'], 'must be one of 7d, 30d');

const json = jsonFormat(
  z.array(
    z.object({
      rank: z.int().min(1),
      post_uuid: postUuid,
      current: views,
      previous: views,
      increase: z.int().min(1),
    }),
  ),
  { period, ...comparedMeta, limit: z.int(), floor: z.int() },
);

const schema = {
  operationId: 'getTrendingPosts',
  tags: ['lists'],
  summary: 'The posts whose views have increased most over as many days before, ties by UUID',
  description: 'Whole UTC days up to and with today, which is not over. Also as CSV.',
  querystring: z.strictObject({
    period: period.default('7d'),
    limit: defaultNumber(1, 100, 10, 'So many posts'),
    floor: defaultNumber(1, 1_000_000, 10, 'Views of the period that a post needs at least'),
  }),
  response: answers(json.schema, ['text/csv']),
};

export const trendingPostsRoute: Route = (app, { reads, respond, today }) => {
  app.get('/posts/trending', { schema }, (request, reply) => {
    const { period: asked, limit, floor } = request.query;
    const day = today();
    const range = lastDays(DAYS[asked], day);
    const previous = daysBefore(range);
    const format = pickFormat(request, reply, FORMATS);
    return respond(reply, {
      key: `trending ${range.from} ${day} ${limit} ${floor} ${format}`,
      range,
      today: day,
      slow: true,
      load: async (asOf) => {
        const posts = await reads.readTrendingPosts({ range, previous, limit, minViews: floor });
        const ranked = posts.map(({ postUuid: post_uuid, ...counts }, index) => ({
          rank: index + 1,
          post_uuid,
          ...counts,
        }));
        if (format === 'text/csv') {
          return csvAnswer(['rank', 'post_uuid', 'current', 'previous', 'increase'], ranked);
        }
        const meta = {
          period: asked,
          ...range,
          previous_from: previous.from,
          previous_to: previous.to,
          limit,
          floor,
        };
        return json.answer(ranked, meta, asOf);
      },
    });
  });
};
