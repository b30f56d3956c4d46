import { dailyViews } from '@post-views/db';
import { z } from 'zod';
import { lastDays } from '../days.ts';
import { answers, commonMeta, date, metaOf, noQuery, postParams, views } from '../schemas.ts';
import type { Route } from './route.ts';

/** Today and the 29 days before. */
const DAYS = 30;

const schema = {
  summary: 'How often a post was seen on each of the last 30 UTC days, oldest first',
  params: postParams,
  querystring: noQuery,
  response: answers(
    z.object({
      data: z.array(
        z.object({
          date,
          views,
          partial: z.boolean().meta({ description: 'The day is not over' }),
        }),
      ),
      meta: z.object({ from: date, to: date, granularity: z.literal('day'), ...commonMeta }),
    }),
  ),
};

export const dailyViewsRoute: Route = (app, { db, now }) => {
  app.get('/posts/:uuid/views/daily', { schema }, async ({ params }) => {
    const asOf = now();
    const days = lastDays(DAYS, asOf);
    const seen = await dailyViews(db, params.uuid, { from: days.from, to: days.to });
    const viewsOn = new Map(seen.map(({ date: day, views: count }) => [day, count]));
    return {
      data: days.all.map((day) => ({
        date: day,
        views: viewsOn.get(day) ?? 0,
        partial: day === days.to,
      })),
      meta: metaOf(asOf, { from: days.from, to: days.to, granularity: 'day' }),
    };
  });
};
