import type { DayRange } from '@post-views/db';
import { z } from 'zod';
import { csvAnswer } from '../answers/csv.ts';
import { jsonFormat } from '../answers/json.ts';
import { pickFormat } from '../answers/negotiate.ts';
import { lastDays, readDays } from '../days.ts';
import { InvalidRequest } from '../request-errors.ts';
import { answers, defaultNumber, from, postUuid, rangeMeta, to, views } from '../schemas.ts';
import type { Route } from './route.ts';

const FORMATS = ['application/json', 'text/csv'] as const;
const DAYS = { today: 1, '7d': 7, '30d': 30 } as const;
const period = z.enum(['all', 'today', '7d', '30d'], 'must be one of all, today, 7d, 30d');

const json = jsonFormat(z.array(z.object({ rank: z.int().min(1), post_uuid: postUuid, views })), {
  period: period.optional(),
  ...rangeMeta,
  limit: z.int(),
  offset: z.int(),
});

const query = z.strictObject({
  limit: defaultNumber(1, 100, 10, 'So many posts'),
  offset: defaultNumber(0, 1_000, 0, 'From the rank after that one on'),
  period: period
    .optional()
    .meta({ description: 'Up to and with today; `all` unless `from` and `to` are given' }),
  from,
  to,
});

const schema = {
  operationId: 'getTopPosts',
  tags: ['lists'],
  summary: 'The most seen posts, most views first, ties by UUID',
  description: 'Also as CSV.',
  querystring: query,
  response: answers(json.schema, ['text/csv']),
};

export const topPostsRoute: Route = (app, { reads, respond, today }) => {
  app.get('/posts/top', { schema }, (request, reply) => {
    const { limit, offset } = request.query;
    const day = today();
    const range = rangeOf(request.query, day);
    const format = pickFormat(request, reply, FORMATS);
    return respond(reply, {
      key: `top ${range?.from} ${range?.to} ${request.query.period} ${limit} ${offset} ${format}`,
      range,
      today: day,
      slow: range !== undefined,
      load: async (asOf) => {
        const posts = range
          ? await reads.readTopPostsOfRange({ range, limit, offset })
          : await reads.readTopPosts({ limit, offset });
        const ranked = posts.map((post, index) => ({
          rank: offset + index + 1,
          post_uuid: post.postUuid,
          views: post.views,
        }));
        if (format === 'text/csv') return csvAnswer(['rank', 'post_uuid', 'views'], ranked);
        const periodMeta = { period: request.query.period ?? (range ? undefined : 'all') };
        return json.answer(ranked, { ...periodMeta, ...range, limit, offset }, asOf);
      },
    });
  });
};

/** @returns `undefined` for all days */
function rangeOf(asked: z.output<typeof query>, today: string): DayRange | undefined {
  const range = readDays(asked, today);
  if (asked.period === undefined) return range;
  if (range) throw new InvalidRequest('period', 'can not go together with from and to');
  return asked.period === 'all' ? undefined : lastDays(DAYS[asked.period], today);
}
