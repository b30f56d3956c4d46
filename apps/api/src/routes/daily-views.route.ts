import { daysOf } from '@post-views/db';
import { z } from 'zod';
import { csvFormat } from '../answers/csv.ts';
import { everyDay } from '../answers/daily.ts';
import { jsonFormat } from '../answers/json.ts';
import { pickFormat } from '../answers/negotiate.ts';
import { sparklineFormat } from '../answers/sparkline.ts';
import { DEFAULT_DAYS, MAX_DAYS, readRange } from '../asked-range.ts';
import {
  askedNumber,
  dailyViews,
  dayField,
  EXAMPLE,
  postParams,
  rangeQuery,
  responses,
} from '../schemas.ts';
import { lastDays } from '../utc-days.ts';
import type { Route } from './route.ts';

const json = jsonFormat(
  z.array(dailyViews),
  { from: dayField, to: dayField, granularity: z.literal('day') },
  {
    data: [
      { date: EXAMPLE.from, views: 37, partial: false },
      { date: EXAMPLE.to, views: 12, partial: true },
    ],
    meta: { from: EXAMPLE.from, to: EXAMPLE.to, granularity: 'day' },
  },
);
const formats = [json, csvFormat(dailyViews), sparklineFormat] as const;

const schema = {
  operationId: 'getDailyViews',
  tags: ['Posts'],
  summary: 'Daily views of a post, oldest day first, without gaps',
  description: `Default: the last ${DEFAULT_DAYS} days. By \`Accept\` also as CSV, or as a sparkline in SVG; 406 if none of them is acceptable.`,
  params: postParams,
  querystring: z.strictObject({
    days: askedNumber(
      1,
      MAX_DAYS,
      'Number of days ending today; not with `from` or `to`',
    ).optional(),
    ...rangeQuery,
  }),
  response: responses(...formats),
};

export const dailyViewsRoute: Route = (app, { reads, respond, daysWriterOf, today }) => {
  app.get('/posts/:uuid/views/daily', { schema }, (request, reply) => {
    const { uuid } = request.params;
    const day = today();
    const range = readRange(request.query, day) ?? lastDays(DEFAULT_DAYS, day);
    const format = pickFormat(request, reply, formats);
    return respond(reply, {
      key: `daily ${uuid} ${range.from} ${range.to} ${day} ${format.mediaType}`,
      range,
      today: day,
      load: async (asOf) => {
        const daysByPost = await reads.readDailyViews([uuid], range);
        const viewsOn = daysByPost.get(uuid);
        const meta = { ...range, granularity: 'day' as const };
        return format === json
          ? json.answerJson(daysWriterOf(range, day)(viewsOn), meta, asOf)
          : format.answer(everyDay(viewsOn, daysOf(range), day), meta, asOf);
      },
    });
  });
};
