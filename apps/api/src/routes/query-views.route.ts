import { type DayRange, daysOf } from '@post-views/db';
import { z } from 'zod';
import { createDaysWriter } from '../answers/daily.ts';
import { jsonFormat } from '../answers/json.ts';
import { countDays, lastDays, readDays } from '../days.ts';
import { InvalidRequest } from '../request-errors.ts';
import {
  answers,
  askedUuid,
  dailyViews,
  date,
  from,
  postUuid,
  rangeMeta,
  to,
  views,
} from '../schemas.ts';
import type { Route } from './route.ts';

const MAX_POSTS = 500;
const DEFAULT_DAYS = 30;
/** Posts times days: an answer of about a megabyte. */
const MAX_POINTS = 20_000;

const body = z.strictObject(
  {
    post_uuids: z
      .array(askedUuid, 'must be a list of UUIDs')
      .min(1, `must have from 1 to ${MAX_POSTS} UUIDs`)
      .max(MAX_POSTS, `must have from 1 to ${MAX_POSTS} UUIDs`),
    from,
    to,
    granularity: z.enum(['total', 'day'], 'must be total or day').default('total'),
  },
  { error: ({ code }) => (code === 'invalid_type' ? 'must be a JSON object' : undefined) },
);

/** Only GET and HEAD can be conditional (RFC 9110, 13.1.2). */
const POST = { conditional: false };
const totals = jsonFormat(
  z.array(z.object({ post_uuid: postUuid, views })),
  { period: z.literal('all').optional(), ...rangeMeta, granularity: z.literal('total') },
  POST,
);
const byDay = jsonFormat(
  z.array(z.object({ post_uuid: postUuid, days: z.array(dailyViews) })),
  { from: date, to: date, granularity: z.literal('day') },
  POST,
);

const schema = {
  operationId: 'queryViews',
  tags: ['many posts'],
  summary: 'How often each of up to 500 posts was seen, in one call',
  description:
    'In the order asked; a post that nobody has seen has 0. With `granularity` `total`, of all days or of those from `from` to ' +
    `\`to\`; with \`day\`, of each of these days, the last ${DEFAULT_DAYS} unless said otherwise. Posts times days are at most ${MAX_POINTS}.`,
  body,
  response: answers(z.union([totals.schema, byDay.schema])),
};

export const queryViewsRoute: Route = (app, { reads, respond, today }) => {
  app.post('/posts/views/query', { schema }, (request, reply) => {
    const { post_uuids: posts, granularity, ...days } = request.body;
    const day = today();
    const asked = readDays(days, day);
    if (granularity === 'total') {
      return respond(reply, {
        key: `query ${asked?.from} ${asked?.to} ${posts.join()}`,
        range: asked,
        today: day,
        load: async (asOf) => {
          const viewsByPost = asked
            ? await reads.viewsWithin(posts, asked)
            : await reads.totals(posts);
          const data = posts.map((post) => ({
            post_uuid: post,
            views: viewsByPost.get(post) ?? 0,
          }));
          return totals.answer(data, { ...(asked ?? { period: 'all' }), granularity }, asOf);
        },
      });
    }
    const range = asked ?? lastDays(DEFAULT_DAYS, day);
    refuseTooMany(posts, range);
    return respond(reply, {
      key: `query-days ${range.from} ${range.to} ${day} ${posts.join()}`,
      range,
      today: day,
      load: async (asOf) => {
        const daysByPost = await reads.dailyViews(posts, range);
        return byDay.answerJson(
          daysJson(posts, daysByPost, daysOf(range), day),
          { ...range, granularity },
          asOf,
        );
      },
    });
  });
};

/** The data of {@link byDay}, of which there may be a megabyte. */
function daysJson(
  posts: readonly string[],
  daysByPost: ReadonlyMap<string, ReadonlyMap<string, number>>,
  days: readonly string[],
  today: string,
): string {
  const write = createDaysWriter(days, today);
  const entries = posts.map(
    (post) => `{"post_uuid":"${post}","days":${write(daysByPost.get(post))}}`,
  );
  return `[${entries.join()}]`;
}

/** @throws {InvalidRequest} */
function refuseTooMany(posts: readonly string[], range: DayRange): void {
  const days = countDays(range);
  if (posts.length * days <= MAX_POINTS) return;
  throw new InvalidRequest(
    'post_uuids',
    `must be at most ${Math.floor(MAX_POINTS / days)} for ${days} days by day`,
  );
}
