import { z } from 'zod';
import { jsonFormat } from '../answers/json.ts';
import { dayField, EXAMPLE, responses, viewCount } from '../schemas.ts';
import type { Route } from './route.ts';

const json = jsonFormat(
  z.object({
    posts: z.int().min(0).meta({ description: 'Posts with at least one view' }),
    views: viewCount.meta({ description: 'All-time views of all posts' }),
    views_today: viewCount,
    newest_event_at: z
      .string()
      .nullable()
      .meta({ format: 'date-time', description: 'Time of the newest view that is stored' }),
    oldest_raw_day: dayField.nullable().meta({ description: 'Oldest UTC day with raw views' }),
  }),
  {},
  {
    data: {
      posts: 5321,
      views: 1_843_377,
      views_today: 20_418,
      newest_event_at: `${EXAMPLE.to}T09:29:58.000Z`,
      oldest_raw_day: EXAMPLE.from,
    },
    meta: {},
  },
);

const schema = {
  operationId: 'getStats',
  tags: ['Rankings and statistics'],
  summary: 'Totals over all posts, and the oldest day with raw views',
  querystring: z.strictObject({}),
  response: responses(json),
};

export const statsRoute: Route = (app, { reads, respond, today }) => {
  app.get('/stats', { schema }, (_request, reply) => {
    const day = today();
    return respond(reply, {
      key: `stats ${day}`,
      today: day,
      slow: true,
      load: async (asOf) => {
        const stats = await reads.readStats(day);
        const newest = stats.newestEventAt;
        const data = {
          posts: stats.posts,
          views: stats.views,
          views_today: stats.viewsToday,
          newest_event_at: newest === null ? null : new Date(newest * 1000).toISOString(),
          oldest_raw_day: stats.oldestRawDay,
        };
        return json.answer(data, {}, asOf);
      },
    });
  });
};
