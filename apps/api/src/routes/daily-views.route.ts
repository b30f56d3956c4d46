import { daysOf } from '@post-views/db';
import { z } from 'zod';
import { csvAnswer } from '../answers/csv.ts';
import { everyDay } from '../answers/daily.ts';
import { jsonFormat } from '../answers/json.ts';
import { pickFormat } from '../answers/negotiate.ts';
import { sparklineAnswer } from '../answers/sparkline.ts';
import { lastDays, MAX_DAYS, readDays } from '../days.ts';
import { answers, askedNumber, dailyViews, date, from, postParams, to } from '../schemas.ts';
import type { Route } from './route.ts';

const DEFAULT_DAYS = 30;
const FORMATS = ['application/json', 'text/csv', 'image/svg+xml'] as const;

const json = jsonFormat(z.array(dailyViews), {
  from: date,
  to: date,
  granularity: z.literal('day'),
});

const schema = {
  operationId: 'getDailyViews',
  tags: ['a post'],
  summary: 'How often a post was seen on each UTC day, oldest first, without a gap',
  description: `The last ${DEFAULT_DAYS} days, unless \`days\`, or \`from\` and \`to\`, say which. Also as CSV, and as a sparkline in SVG.`,
  params: postParams,
  querystring: z.strictObject({
    days: askedNumber(
      1,
      MAX_DAYS,
      'So many days, up to and with today; not together with `from` and `to`',
    ).optional(),
    from,
    to,
  }),
  response: answers(json.schema, ['text/csv', 'image/svg+xml']),
};

export const dailyViewsRoute: Route = (app, { reads, respond, today }) => {
  app.get('/posts/:uuid/views/daily', { schema }, (request, reply) => {
    const { uuid } = request.params;
    const day = today();
    const range = readDays(request.query, day) ?? lastDays(DEFAULT_DAYS, day);
    const format = pickFormat(request, reply, FORMATS);
    return respond(reply, {
      key: `daily ${uuid} ${range.from} ${range.to} ${day} ${format}`,
      range,
      today: day,
      load: async (asOf) => {
        const daysByPost = await reads.readDailyViews([uuid], range);
        const days = everyDay(daysByPost.get(uuid), daysOf(range), day);
        switch (format) {
          case 'text/csv':
            return csvAnswer(['date', 'views', 'partial'], days);
          case 'image/svg+xml':
            return sparklineAnswer(days);
          case 'application/json':
            return json.answer(days, { ...range, granularity: 'day' }, asOf);
        }
      },
    });
  });
};
