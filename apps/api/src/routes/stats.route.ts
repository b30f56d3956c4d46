import { z } from 'zod';
import { jsonFormat } from '../answers/json.ts';
import { answers, date, views } from '../schemas.ts';
import type { Route } from './route.ts';

const json = jsonFormat(
  z.object({
    posts: z.int().min(0).meta({ description: 'Posts that were seen at least once' }),
    views: views.meta({ description: 'Of all posts and days' }),
    views_today: views,
    newest_event_at: z
      .string()
      .nullable()
      .meta({ format: 'date-time', description: 'When the newest view that is stored happened' }),
    oldest_raw_day: date
      .nullable()
      .meta({ description: 'The oldest UTC day whose views are kept one by one' }),
  }),
  {},
);

const schema = {
  operationId: 'getStats',
  tags: ['lists'],
  summary: 'What there is altogether',
  querystring: z.strictObject({}),
  response: answers(json.schema),
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
