import { z } from 'zod';
import { jsonFormat } from '../answers/json.ts';
import { daysBefore, lastDays } from '../days.ts';
import { answers, comparedMeta, postParams, postUuid, views } from '../schemas.ts';
import type { Route } from './route.ts';

const DAYS = { '7d': 7, '30d': 30, '90d': 90 } as const;
const period = z.enum(['7d', '30d', '90d'], 'must be one of 7d, 30d, 90d');
const DIGITS = 10_000;

const json = jsonFormat(
  z.object({
    post_uuid: postUuid,
    current: views,
    previous: views,
    change: z.number().nullable().meta({
      description: '0.25 is a quarter more than before; null when there was nothing before',
    }),
  }),
  { period, ...comparedMeta },
);

const schema = {
  operationId: 'getSummary',
  tags: ['a post'],
  summary: 'How often a post was seen lately, against as many days before',
  description: 'Whole UTC days up to and with today, which is not over.',
  params: postParams,
  querystring: z.strictObject({ period: period.default('30d') }),
  response: answers(json.schema),
};

export const summaryRoute: Route = (app, { reads, respond, today }) => {
  app.get('/posts/:uuid/views/summary', { schema }, ({ params: { uuid }, query }, reply) => {
    const day = today();
    const range = lastDays(DAYS[query.period], day);
    const before = daysBefore(range);
    return respond(reply, {
      key: `summary ${uuid} ${range.from} ${day}`,
      range,
      today: day,
      load: async (asOf) => {
        const [now, then] = await Promise.all([
          reads.readViews([uuid], range),
          reads.readViews([uuid], before),
        ]);
        const current = now.get(uuid) ?? 0;
        const previous = then.get(uuid) ?? 0;
        const change =
          previous === 0 ? null : Math.round(((current - previous) / previous) * DIGITS) / DIGITS;
        const meta = {
          period: query.period,
          ...range,
          previous_from: before.from,
          previous_to: before.to,
        };
        return json.answer({ post_uuid: uuid, current, previous, change }, meta, asOf);
      },
    });
  });
};
