import { z } from 'zod';
import { jsonFormat } from '../answers/json.ts';
import { comparePeriods, periodSchema } from '../periods.ts';
import {
  comparedMeta,
  EXAMPLE,
  EXAMPLE_WEEKS,
  postParams,
  postUuid,
  responses,
  viewCount,
} from '../schemas.ts';
import type { Route } from './route.ts';

const period = periodSchema('7d', '30d', '90d');
const DIGITS = 10_000;

const json = jsonFormat(
  z.object({
    post_uuid: postUuid,
    current: viewCount,
    previous: viewCount,
    change: z.number().nullable().meta({
      description:
        'A fraction: 0.25 is a quarter more than before; null if there was nothing before',
    }),
  }),
  { period, ...comparedMeta },
  {
    data: { post_uuid: EXAMPLE.post, current: 250, previous: 200, change: 0.25 },
    meta: { period: '7d', ...EXAMPLE_WEEKS },
  },
);

const schema = {
  operationId: 'getSummary',
  tags: ['Posts'],
  summary: 'Views of a post in a period, compared with the period before',
  description: 'Whole UTC days ending today, which is not over.',
  params: postParams,
  querystring: z.strictObject({ period: period.default('30d') }),
  response: responses(json),
};

export const summaryRoute: Route = (app, { reads, respond, today }) => {
  app.get('/posts/:uuid/views/summary', { schema }, ({ params: { uuid }, query }, reply) => {
    const day = today();
    const { range, previous, meta } = comparePeriods(query.period, day);
    return respond(reply, {
      key: `summary ${uuid} ${range.from} ${day}`,
      range,
      today: day,
      load: async (asOf) => {
        const [now, before] = await Promise.all([
          reads.readViews([uuid], range),
          reads.readViews([uuid], previous),
        ]);
        const data = { post_uuid: uuid, ...compare(now.get(uuid) ?? 0, before.get(uuid) ?? 0) };
        return json.answer(data, meta, asOf);
      },
    });
  });
};

function compare(current: number, previous: number) {
  const change =
    previous === 0 ? null : Math.round(((current - previous) / previous) * DIGITS) / DIGITS;
  return { current, previous, change };
}
