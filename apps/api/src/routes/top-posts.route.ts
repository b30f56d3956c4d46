import type { DayRange } from '@post-views/db';
import { z } from 'zod';
import { csvFormat } from '../answers/csv.ts';
import { jsonFormat } from '../answers/json.ts';
import { pickFormat } from '../answers/negotiate.ts';
import { readRange } from '../asked-range.ts';
import { PERIOD_DAYS, periodSchema } from '../periods.ts';
import { InvalidRequest } from '../request-errors.ts';
import {
  defaultNumber,
  EXAMPLE,
  postUuid,
  rangeMeta,
  rangeQuery,
  responses,
  viewCount,
} from '../schemas.ts';
import { lastDays } from '../utc-days.ts';
import type { Route } from './route.ts';

const period = periodSchema('all', 'today', '7d', '30d');
const row = z.object({ rank: z.int().min(1), post_uuid: postUuid, views: viewCount });
const json = jsonFormat(
  z.array(row),
  { period: period.optional(), ...rangeMeta, limit: z.int(), offset: z.int() },
  {
    data: [
      { rank: 1, post_uuid: EXAMPLE.post, views: 1204 },
      { rank: 2, post_uuid: EXAMPLE.otherPost, views: 981 },
    ],
    meta: { period: 'all', limit: 2, offset: 0 },
  },
);
const formats = [json, csvFormat(row)] as const;

const query = z.strictObject({
  limit: defaultNumber(1, 100, 10, 'Number of posts to return'),
  offset: defaultNumber(0, 1_000, 0, 'Number of posts to skip'),
  period: period
    .optional()
    .meta({ description: 'Ending today; not with `from` or `to`. Default without them: `all`.' }),
  ...rangeQuery,
});

const schema = {
  operationId: 'getTopPosts',
  tags: ['Rankings and statistics'],
  summary: 'Most viewed posts, ties by UUID',
  description: 'By `Accept` also as CSV; 406 if neither is acceptable.',
  querystring: query,
  response: responses(...formats),
};

export const topPostsRoute: Route = (app, { reads, respond, today }) => {
  app.get('/posts/top', { schema }, (request, reply) => {
    const { limit, offset } = request.query;
    const day = today();
    const range = rangeOf(request.query, day);
    const format = pickFormat(request, reply, formats);
    return respond(reply, {
      key: `top ${range?.from} ${range?.to} ${request.query.period} ${limit} ${offset} ${format.mediaType}`,
      range,
      today: day,
      slow: range !== undefined,
      load: async (asOf) => {
        const posts = range
          ? await reads.readTopPostsOfRange({ range, limit, offset })
          : await reads.readTopPosts({ limit, offset });
        const ranked = posts.map(({ postUuid: post_uuid, views }, index) => ({
          rank: offset + index + 1,
          post_uuid,
          views,
        }));
        const periodMeta = { period: request.query.period ?? (range ? undefined : 'all') };
        return format.answer(ranked, { ...periodMeta, ...range, limit, offset }, asOf);
      },
    });
  });
};

/** @returns `undefined` for all-time */
function rangeOf(asked: z.output<typeof query>, today: string): DayRange | undefined {
  const range = readRange(asked, today);
  if (asked.period === undefined) return range;
  if (range) throw new InvalidRequest('period', 'cannot be combined with from and to');
  return asked.period === 'all' ? undefined : lastDays(PERIOD_DAYS[asked.period], today);
}
